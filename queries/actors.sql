-- Which actors and people can be chosen, by which names, and in how many events do they take part?
with called as (
    select
        actor_id as id,
        list(distinct name order by name) as names
    from actor_names
    group by actor_id
    union all
    select person_id, list(distinct name order by name)
    from person_names
    group by person_id
),
active as (
    select actor_id as id, count(distinct event_id)::int as events from event_actors group by actor_id
    union all
    select person_id, count(distinct event_id)::int from event_people group by person_id
),
everybody as (
    select actor_id as id, name, short, indonesian, kind, null as state from actors
    union all
    select
        people.person_id,
        any_value(people.name),
        any_value(people.name),
        null,
        'person',
        string_agg(distinct actors.name, ', ' order by actors.name)
    from people
    join actors using (actor_id)
    group by people.person_id
)
select
    everybody.id,
    everybody.name,
    everybody.short,
    everybody.kind,
    everybody.state,
    everybody.indonesian,
    coalesce(called.names, []) as names,
    coalesce(active.events, 0) as events
from everybody
left join called using (id)
left join active using (id)
order by events desc, everybody.name, everybody.id;
