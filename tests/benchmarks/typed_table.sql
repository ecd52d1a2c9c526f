-- The whole file into a typed table and nothing else: what an import is measured by.
create table bare as
select *
from read_csv($file, columns = $columns, header = false, delim = '\t', quote = '', escape = '', auto_detect = false);
