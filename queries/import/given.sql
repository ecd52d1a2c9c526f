-- The rows of the files, under the columns that the dataset publishes; those which a file lacks stay empty.
-- What cannot be read goes to the tables of rejects, with its line.
create temp view given as
select * from published
union all by name
select *
from read_csv(
    getvariable('files'),
    columns = getvariable('columns'),
    header = getvariable('header'),
    delim = getvariable('delimiter'),
    quote = getvariable('quote'),
    escape = getvariable('quote'),
    nullstr = getvariable('missing'),
    auto_detect = false,
    compression = 'none',
    strict_mode = true,
    max_line_size = 16777216,
    store_rejects = true,
    rejects_table = 'rejects',
    rejects_scan = 'scans',
    rejects_limit = 500000
);
