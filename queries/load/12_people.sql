-- Who held which office when.
insert into people by name
select
    person_id,
    name,
    actor_id,
    office,
    first_day_of(valid_from) as valid_from,
    last_day_of(valid_to) as valid_to,
    source
from table_of($data || '/actors/people.csv');
