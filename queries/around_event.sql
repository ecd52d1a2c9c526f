-- What came 7 and 30 days before and after one event ($event_id)? One row per teller, kind and window.
-- Its own days count on neither side, nor do rows of the same happening, nor what is not known to the day.
with this as (
    select * from events where event_id = $event_id and day_start is not null
),
told as (
    select
        events.event_id,
        events.happening_id,
        events.day_start,
        if(events.import_id is null and events.event_type <> 'ASSAULT', 'own', events.dataset) as told_by,
        case when events.event_type = 'ASSAULT' then 'armed' when talks.event_id is not null then 'talks' else 'agreements' end
            as kind,
        events.day_start < this.day_start as earlier,
        if(earlier, this.day_start - events.day_start, events.day_start - this.day_end)::int as apart
    from events
    cross join this
    left join talks on talks.event_id = events.event_id
    where events.counted
        and events.day_precision in ('day', 'days')
        and (events.event_type in ('ASSAULT', 'AGREE') or talks.event_id is not null)
        and events.day_start between this.day_start - 30 and this.day_end + 30
        and events.day_start not between this.day_start and this.day_end
        and events.happening_id <> this.happening_id
)
select
    kind,
    told_by,
    days,
    count(distinct happening_id) filter (where earlier)::int as before,
    count(distinct happening_id) filter (where not earlier)::int as after,
    coalesce(list(event_id order by day_start, event_id) filter (where earlier), []) as ids_before,
    coalesce(list(event_id order by day_start, event_id) filter (where not earlier), []) as ids_after
from told
cross join (values (7), (30)) as windows(days)
where apart <= days
group by kind, told_by, days
order by kind, told_by, days;
