-- What is odd in these rows of UCDP GED, beside what is looked for in every dataset?
select
    'warn' as level, file_row_number as row_number, id::varchar as native_id,
    'its best estimate is not the sum of its parts' as reason, 1 as several
from kept
where best <> deaths_a::bigint + deaths_b + deaths_civilians + deaths_unknown
union all
select 'warn', file_row_number, id::varchar, 'its type of violence is not 1, 2 or 3', 1
from kept
where coalesce(type_of_violence not between 1 and 3, true)
union all
select 'note', file_row_number, id::varchar, 'it was split out of a reported total, so it is no incident of its own', 1
from kept
where event_clarity = 2
union all
select 'note', file_row_number, id::varchar, 'its coders marked it ' || code_status || ', not Clear', 1
from kept
where code_status <> 'Clear'
union all
select 'warn', file_row_number, id::varchar, 'how exact its place or its date is stays open, so it counts as of its country or year', 1
from kept
where coalesce(where_prec not between 1 and 7 or date_prec not between 1 and 5, true)
union all
from misplaced
order by level, reason, row_number;
