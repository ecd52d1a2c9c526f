-- How newspapers spell the people.
insert into person_names by name
select
    person_id,
    name,
    language
from table_of($data || '/actors/person_names.csv');
