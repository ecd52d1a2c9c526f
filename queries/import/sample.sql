-- How do the first rows read once they are in the words that all datasets share?
select * exclude (row_number)
from told
order by row_number
limit 50;
