-- What is odd in these rows of ACLED, beside what is looked for in every dataset?
with age as (
    select
        count(*) as number_of_rows,
        max(make_timestamp(if(timestamp between 0 and 4102444800, timestamp, null) * 1000000))::date as changed
    from kept
)
select
    'warn' as level, null::bigint as row_number, 'The whole export' as native_id,
    'it has no time stamps, so nobody can tell how old it is; ACLED changes its events daily' as reason, 1 as several
from age
where number_of_rows > 0 and changed is null
union all
select
    'warn', null, 'The whole export',
    'its newest row is of ' || changed || '; ACLED changes and withdraws events daily, so export it anew', 1
from age
where changed < getvariable('today')::date - 30
union all
select
    'note', null, null,
    'dates are read with the year first, as day, name of the month and year, or as day-month-year; export others anew', 1
from (from told where day_start is null)
having count(*) > 0
union all
select 'warn', row_number, native_id, 'its date is not of the year ' || kept.year || ' that it names', 1
from told
join kept on file_row_number = row_number
where time_precision = 1 and year(day_start) <> kept.year
union all
select 'warn', file_row_number, event_id_cnty, 'how exact its date is stays open, so it counts as of its month', 1
from kept
where coalesce(time_precision, 0) not in (1, 2, 3)
union all
select 'warn', file_row_number, event_id_cnty, 'how exact its place is stays open, so it counts as of its region', 1
from kept
where coalesce(geo_precision, 0) not in (1, 2, 3)
union all
select 'warn', row_number, native_id, 'its type is not in the codebook and counts as OTHER: ' || native_type, 1
from told
where event_type is null and not regexp_matches(native_type, ': (Other|Change to group/activity)$')
union all
from misplaced
order by level, reason, row_number;
