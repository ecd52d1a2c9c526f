-- What the coder found in the articles, with the words each event rests on; $events is a JSON list.
create temp table given_events as
select
    unnest(from_json($events, '[{
        "event_id": "VARCHAR", "article": "VARCHAR", "type": "VARCHAR", "source": ["VARCHAR"], "target": ["VARCHAR"],
        "persons": ["VARCHAR"], "date": "DATE", "date_end": "DATE", "date_precision": "VARCHAR", "place_id": "VARCHAR",
        "status": "VARCHAR", "track": "VARCHAR", "deaths_low": "INTEGER", "deaths_high": "INTEGER", "speaker": "VARCHAR",
        "confidence": "DOUBLE", "quote": "VARCHAR", "start": "INTEGER", "end": "INTEGER", "rule": "VARCHAR"
    }]'), recursive := true);

insert into events by name
select
    event_id,
    'coded' as dataset,
    event_id as happening_id,
    date as day_start,
    coalesce(date_end, date) as day_end,
    date_precision as day_precision,
    type as event_type,
    coalesce(($quads::json ->> type)::tinyint, 0) as quad,
    status,
    track,
    regexp_replace(quote, '\s+', ' ', 'g') as headline,
    place_id,
    deaths_low,
    deaths_high,
    speaker as claim_actor_id,
    confidence,
    true as verified
from given_events;

insert into event_actors by name
with sides as (
    select event_id, unnest(source) as actor_id, 'source' as role from given_events
    union all
    select event_id, unnest(target), 'target' from given_events
    union all
    select event_id, unnest(list_intersect(source, target)), 'participant' from given_events
)
select distinct event_id, actor_id, role from sides;

insert into event_people by name
select distinct event_id, unnest(persons) as person_id from given_events;

insert into evidence by name
select event_id, article as source_id, quote, start as quote_start, "end" as quote_end, rule as method
from given_events;
