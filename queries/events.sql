-- Which events pass the filter, with who did what where and on which sources it rests?
with picked as (
    from selected($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places)
),
who as (
    select
        event_id,
        list(actor_id order by actor_id) filter (where role = 'source') as source,
        list(actor_id order by actor_id) filter (where role = 'target') as target,
        list(actor_id order by actor_id) filter (where role = 'participant') as participant,
        list(actor_id order by actor_id) filter (where role = 'mediator') as mediator,
        list(actor_id order by actor_id) filter (where role = 'host') as host
    from event_actors
    group by event_id
),
in_person as (
    select event_id, list(person_id order by person_id) as persons
    from event_people
    group by event_id
),
rests_on as (
    select
        evidence.event_id,
        list({'outlet': outlet, 'title': title, 'url': url, 'date': published_on} order by published_on, source_id) as sources
    from evidence
    join sources using (source_id)
    group by evidence.event_id
)
select
    picked.event_id,
    picked.dataset,
    picked.happening_id,
    picked.day_start,
    picked.day_end,
    picked.day_precision,
    picked.event_type as type,
    picked.quad,
    picked.status,
    picked.verified,
    picked.track,
    picked.headline,
    picked.place_id,
    coalesce(places.name, picked.place_name) as place,
    coalesce(places.lat, picked.lat) as lat,
    coalesce(places.lon, picked.lon) as lon,
    coalesce(who.source, []) as source,
    coalesce(who.target, []) as target,
    coalesce(who.participant, []) as participant,
    coalesce(who.mediator, []) as mediator,
    coalesce(who.host, []) as host,
    coalesce(in_person.persons, []) as persons,
    picked.deaths_low,
    picked.deaths_best,
    picked.deaths_high,
    coalesce(rests_on.sources, []) as sources
from picked
left join places using (place_id) left join who using (event_id)
left join in_person using (event_id)
left join rests_on using (event_id)
order by picked.day_start nulls last, picked.event_id;
