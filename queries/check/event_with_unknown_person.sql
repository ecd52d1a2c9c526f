-- An event with a person that the authority file does not have, or a spelling of nobody.
select event_id, person_id
from (
    select event_id, person_id from event_people
    union
    select name, person_id from person_names
)
where person_id not in (select person_id from people)
order by event_id, person_id;
