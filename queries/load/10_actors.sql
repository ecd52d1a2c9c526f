-- Who can act, from the authority file.
insert into actors by name
select
    actor_id,
    kind,
    name,
    short,
    indonesian,
    part_of,
    first_day_of(valid_from) as valid_from,
    last_day_of(valid_to) as valid_to,
    note
from table_of($data || '/actors/actors.csv');
