-- The curated fact base: one CSV row is one event.
insert into events by name
select
    event_id,
    'curated' as dataset,
    event_id as happening_id,
    day_start::date as day_start,
    day_end::date as day_end,
    day_precision,
    event_type,
    coalesce(($quads::json ->> event_type)::tinyint, 0) as quad,
    status,
    track,
    headline,
    summary,
    place_id,
    deaths_low::integer as deaths_low,
    deaths_best::integer as deaths_best,
    deaths_high::integer as deaths_high,
    deaths_claimant as claim_actor_id,
    verified = 'yes' as verified
from table_of($data || '/curated/events.csv');
