-- What is odd in these rows of UCDP GED, beside what is looked for in every dataset?
select 'warn' as level, file_row_number as row_number, id::varchar as native_id, 'its best estimate is not the sum of its parts' as reason
from kept
where best <> deaths_a + deaths_b + deaths_civilians + deaths_unknown
union all
select 'note', file_row_number, id::varchar, 'it was split out of a reported total, so it is no incident of its own'
from kept
where event_clarity = 2
order by level, reason, row_number;
