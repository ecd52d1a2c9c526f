-- Which rows could not be read, on which line of which file, and why?
select file_path as file, line, column_name as column, error_type as kind, error_message as message, csv_line as text,
    count(*) over () as entries
from rejects
join scans using (scan_id, file_id)
qualify row_number() over (  -- each missing cell of a row is told by DuckDB, and the row is meant
    partition by file_path, line, error_type, if(error_type = 'CAST', column_idx, 0) order by column_idx
) = 1
order by file_path, line, column_idx;
