-- Who takes part in the curated events: participants act on each other, so they are source and target too.
insert into event_actors by name
with rows as (
    select event_id, source, target, participant, mediator, host
    from table_of($data || '/curated/events.csv')
),
lists as (
    unpivot rows on source, target, participant, mediator, host into name role value actors
),
cells as (
    select event_id, role, unnest(string_split(actors, ';')) as actor from lists
)
select distinct event_id, trim(actor) as actor_id, role from cells where trim(actor) <> ''
union
select distinct event_id, trim(actor), both_ways.role
from cells
cross join (values ('source'), ('target')) as both_ways(role)
where cells.role = 'participant' and trim(actor) <> '';
