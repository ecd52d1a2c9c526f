-- What is odd in these rows of GDELT, beside what is looked for in every dataset?
with overrides as (
    select key, place_id
    from read_csv(getvariable('data') || '/datasets/place_overrides.csv', header = true, all_varchar = true)
    where dataset = 'gdelt'
)
select
    'warn' as level,
    file_row_number as row_number,
    GLOBALEVENTID::varchar as native_id,
    'it is dated more than a month before it was read, as words on last year do' as reason,
    1 as rows
from kept
where SQLDATE < DATEADDED // 1000000 - 30
    and try(make_date(DATEADDED // 10000000000, DATEADDED // 100000000 % 100, DATEADDED // 1000000 % 100))
    > try(make_date(SQLDATE // 10000, SQLDATE // 100 % 100, SQLDATE % 100)) + 30
union all
select
    'note', null, null,
    'the gazetteer moves it from ' || ActionGeo_FullName || ' to ' || place_id || '; the published point is kept', count(*)
from kept
join overrides on overrides.key = kept.ActionGeo_FeatureID
group by ActionGeo_FullName, place_id
order by level, reason, row_number;
