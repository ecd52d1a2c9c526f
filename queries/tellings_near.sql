-- Which of our own rows tell the same happening as one event ($event_id), and which of the days around might?
with this as (
    select * from events where event_id = $event_id
),
outlets as (
    select evidence.event_id, min(sources.outlet order by sources.source_id) as outlet
    from evidence
    join sources using (source_id)
    group by evidence.event_id
)
select
    events.event_id,
    events.happening_id = this.happening_id as together,
    events.dataset,
    events.day_start,
    events.day_end,
    events.day_precision,
    events.event_type as type,
    events.headline,
    outlets.outlet,
    abs(events.day_start - this.day_start) as days_apart
from events
cross join this
left join outlets on outlets.event_id = events.event_id
where events.import_id is null
    and events.event_id <> this.event_id
    and (
        events.happening_id = this.happening_id
        or (events.day_start <= this.day_end + 10 and events.day_end >= this.day_start - 10)
    )
order by together desc, days_apart nulls last, event_id;
