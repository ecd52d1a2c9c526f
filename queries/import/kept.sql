-- The rows that concern the conflict, with the number that each has in the kept file.
create temp view kept as
select *
from read_parquet(getvariable('kept'), file_row_number = true);
