-- Who took part in the curated events in person.
insert into event_people by name
select distinct event_id, trim(person) as person_id
from (
    select event_id, unnest(string_split(persons, ';')) as person
    from table_of($data || '/curated/events.csv')
)
where trim(person) <> '';
