-- How newspapers name the actors.
insert into actor_names by name
select
    actor_id,
    name,
    language,
    first_day_of(valid_from) as valid_from,
    last_day_of(valid_to) as valid_to
from table_of($data || '/actors/actor_names.csv');
