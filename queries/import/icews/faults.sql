-- What is odd in these rows of ICEWS, beside what is looked for in every dataset?
with overrides as (
    select key, place_id
    from read_csv(getvariable('data') || '/datasets/place_overrides.csv', header = true, all_varchar = true)
    where dataset = 'icews'
),
mirrored as (
    select one.file_row_number
    from kept as one
    join kept as other
        on other."Story ID" = one."Story ID"
        and other."Sentence Number" = one."Sentence Number"
        and other."Event Date" = one."Event Date"
        and other."Source Name" = one."Target Name"
        and other."Target Name" = one."Source Name"
        and left(other."CAMEO Code", 2) = left(one."CAMEO Code", 2)
        and other."Event ID" <> one."Event ID"
)
select 'warn' as level, row_number, native_id, 'it has no CAMEO code, so its type is not known' as reason, 1 as rows
from told
join kept on kept.file_row_number = told.row_number
where "CAMEO Code" is null
union all
select 'note', null, null, 'it is coded once more from the same sentence with the sides exchanged, as talks and visits are', count(distinct file_row_number)
from mirrored
having count(*) > 0
union all
select
    'note', null, null, 'the gazetteer moves it from ' || place_name || ' to ' || place_id || '; the published point is kept', count(*)
from told
join overrides on overrides.key = told.place_key
group by place_name, place_id
order by level, reason, row_number;
