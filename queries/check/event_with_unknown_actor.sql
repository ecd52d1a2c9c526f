-- An event, claim or person with an actor that the authority file does not have.
select event_id, actor_id
from (
    select event_id, actor_id from event_actors
    union
    select event_id, claim_actor_id from events where claim_actor_id is not null
    union
    select event_id, claimant from claims
    union
    select person_id, actor_id from people
    union
    select actor_id, part_of from actors where part_of is not null
    union
    select name, actor_id from actor_names
)
where actor_id not in (select actor_id from actors)
order by event_id, actor_id;
