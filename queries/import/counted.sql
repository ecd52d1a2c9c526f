-- How many rows do the files hold that can be read? Asked only where the one reading of the files did not tell.
select count(*)::bigint as given
from given
order by given;
