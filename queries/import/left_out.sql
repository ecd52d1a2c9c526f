-- What stands in the rows that are left out?
select *
from kept
where file_row_number in (select unnest(getvariable('listed')::bigint[]));
