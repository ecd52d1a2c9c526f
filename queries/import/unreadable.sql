-- Which rows could not be read, on which line of which file, and why?
select file_path as file, line, column_name as column, error_type as kind, error_message as message, csv_line as text
from rejects
join scans using (scan_id, file_id)
order by file_path, line, column_idx;
