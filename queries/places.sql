-- At which places did events happen, and how are they called? One row per place of the gazetteer that an event names.
with named as (
    select place_id, count(*)::int as events from events where place_id is not null group by place_id
),
spelt as (
    select place_id, list(distinct name order by name) as names from place_names group by place_id
)
select
    places.place_id as id,
    places.name,
    places.kind,
    places.precision,
    named.events,
    coalesce(spelt.names, []) as names
from places
join named using (place_id)
left join spelt using (place_id)
order by named.events desc, places.place_id;
