-- Where were talks held, at which level, and who took part? One row per venue.
-- One row more each for calls and letters, which have no venue, and for talks whose place is not stated.
with held as (
    select
        picked.* exclude (place_id, lon, lat, uncertainty_km),
        talks.* exclude (event_id),
        case when format in ('call', 'letter') then 'remote' else coalesce(place_id, 'unknown') end as venue
    from selected($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places) as picked
    join talks using (event_id)
),
named as (
    select venue, if(role = 'mediator', 'mediator', 'party') as part, actor_id as id, name, happening_id
    from held
    join event_actors using (event_id)
    join actors using (actor_id)
    where counted and role <> 'host'
    union all
    select venue, 'track', coalesce(track, 'other'), null, happening_id
    from held
    where counted
),
tallied as (
    select venue, part, {'id': id, 'name': name, 'talks': count(distinct happening_id)::int} as tally
    from named
    group by venue, part, id, name
),
listed as (
    select
        venue,
        list(tally order by tally.talks desc, tally.id) filter (part = 'party') as parties,
        list(tally order by tally.talks desc, tally.id) filter (part = 'mediator') as mediators,
        list(tally order by tally.talks desc, tally.id) filter (part = 'track') as tracks
    from tallied
    group by venue
)
select
    case when venue in ('remote', 'unknown') then venue else 'venue' end as kind,
    places.place_id, places.name as place, places.country, places.lon, places.lat,
    places.precision as place_precision, places.uncertainty_km,
    count(distinct happening_id) filter (counted)::int as talks,
    (count(distinct happening_id) - talks)::int as others,
    count(distinct happening_id) filter (counted and level = 'heads')::int as heads,
    count(distinct happening_id) filter (counted and level = 'ministers')::int as ministers,
    count(distinct happening_id) filter (counted and level = 'envoys')::int as envoys,
    count(distinct happening_id) filter (counted and level = 'experts')::int as experts,
    count(distinct happening_id) filter (counted and outcome = 'agreement')::int as agreements,
    arg_min(level, list_position(['heads', 'ministers', 'envoys', 'experts'], level) + if(counted, 0, 9)) as level,
    min(day_start) as first_day,
    max(day_end) as last_day,
    coalesce(any_value(parties), []) as parties,
    coalesce(any_value(mediators), []) as mediators,
    coalesce(any_value(tracks), []) as tracks,
    list(event_id order by day_start, event_id) as event_ids,
    list(headline order by day_start, event_id)[1:5] as headlines
from held
left join listed using (venue)
left join places on places.place_id = held.venue
group by all
order by talks desc, others desc, kind, places.place_id;
