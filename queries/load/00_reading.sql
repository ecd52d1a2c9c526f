-- How the files are read: as text columns, which each load names and casts.
create temp macro table_of(path) as table
select *
from read_csv(path, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', strict_mode = true);

-- A term known to the year or month begins on its first day and ends on its last.
create temp macro first_day_of(text) as
case length(text)
    when 4 then (text || '-01-01')::date
    when 7 then (text || '-01')::date
    else text::date
end;

create temp macro last_day_of(text) as
case length(text)
    when 4 then (text || '-12-31')::date
    when 7 then last_day((text || '-01')::date)
    else text::date
end;
