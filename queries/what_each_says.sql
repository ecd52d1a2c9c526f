-- What does each dataset say of one event ($event_id)? One row per linked row, the event's own first; nothing is added up.
with this as (
    select event_id, happening_id, import_id is null as own from events where event_id = $event_id
),
core as (
    select events.event_id from events join this on events.happening_id = this.happening_id
),
both_ways as (
    select event_id, same_as as other, kind, score, method from event_links
    union all
    select same_as, event_id, kind, score, method from event_links
),
linked as (
    select event_id, 'this' as kind, null::double as score, null::varchar as method, 4 as nearness from this
    union all
    select core.event_id, 'same', null, 'same happening', 1 from core
    union all
    select other, 'same', score, method, 2 + (both_ways.event_id = $event_id)::integer
    from both_ways
    join core using (event_id)
    where kind = 'same'
    union all
    (
        -- What may be the same stays apart, for the day or the place is too rough to tell.
        select other, 'may_overlap', score, method, 0
        from both_ways
        join this on both_ways.event_id = this.event_id or (this.own and both_ways.event_id = this.happening_id)
        where kind = 'may_overlap'
        order by score desc, other
        limit 12
    )
),
nearest as (
    select * from linked qualify row_number() over (partition by event_id order by nearness desc, score desc, method) = 1
),
quotes as (
    select event_id, min(quote order by quote_start, source_id) as quote from evidence group by event_id
)
select
    nearest.kind, events.event_id, events.dataset,
    coalesce(imports.title, own_title(events.dataset)) as title,
    coalesce(imports.short, own_title(events.dataset)) as short,
    imports.version, imports.standing, events.native_type, events.event_type as type, events.status,
    events.day_start, events.day_end, events.day_precision,
    coalesce(events.place_name, places.name) as place,
    coalesce(events.place_precision, places.precision) as place_precision,
    events.deaths_low, events.deaths_best, events.deaths_high,
    coalesce(actors.name, originals.original ->> 'source_original') as claim,  -- UCDP's column; others tell it in words
    events.headline, quotes.quote, nearest.score, nearest.method
from nearest
join events using (event_id)
left join imports using (dataset, import_id)
left join places on places.place_id = events.place_id
left join actors on actors.actor_id = events.claim_actor_id
left join originals on originals.event_id = events.event_id
left join quotes on quotes.event_id = events.event_id
order by nearest.kind = 'this' desc, nearest.kind desc, events.dataset, nearest.score desc, events.event_id;
