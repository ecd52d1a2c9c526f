-- Whose the outlets are, as far as that was looked up.
insert into outlets by name
select
    outlet,
    country,
    side,
    ownership,
    source
from table_of($data || '/curated/outlets.csv');
