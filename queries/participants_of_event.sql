-- Who had which role in one event ($event_id), and who was there in person with which office that day?
select
    event_actors.role,
    event_actors.actor_id as id,
    actors.name,
    null as office
from event_actors
join actors using (actor_id)
where event_actors.event_id = $event_id
union all
select 'in person', event_people.person_id, any_value(people.name), any_value(people.office order by people.valid_from desc)
from event_people
join events using (event_id)
join people
    on people.person_id = event_people.person_id
    and coalesce(people.valid_from, events.day_start) <= events.day_end
    and coalesce(people.valid_to, events.day_end) >= events.day_start
where event_people.event_id = $event_id
group by event_people.person_id
order by role, id;
