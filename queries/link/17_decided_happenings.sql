-- What people decided about happenings goes over the rules: first who leaves one, then which become one.
create temp table decided_pairs as
select kind, event_id as one, other_id as other, 'decided by ' || reviewer as method, decision_id
from decisions
where state = 'holds'
    and kind in ('same', 'apart')
    and event_id in (select event_id from events)
    and other_id in (select event_id from events);

-- Whoever leaves stands for itself; those who stay choose another to lend the happening its name.
create temp table leaving as
select distinct pairs.one as event_id
from decided_pairs as pairs
join events as one on one.event_id = pairs.one
join events as other on other.event_id = pairs.other
where pairs.kind = 'apart' and one.happening_id = other.happening_id;

create temp table staying as
select
    happening_id,
    coalesce(
        max(event_id) filter (where event_id = happening_id), arg_min(event_id, (dataset <> 'curated', event_id))
    ) as root
from events
where event_id not in (from leaving)
group by happening_id;

update events set happening_id = event_id where event_id in (from leaving);
update events
set happening_id = root
from staying
where events.happening_id = staying.happening_id and events.event_id not in (from leaving);
