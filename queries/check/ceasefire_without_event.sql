-- A ceasefire, or its first breach, that no event tells of, or a breach before the ceasefire was in force.
select event_id, announced_by, breach_id, in_force_at, breach_from, breach_to
from ceasefires
where event_id not in (select event_id from events)
    or announced_by not in (select event_id from events)
    or breach_id not in (select event_id from events)
    or breach_from < date_trunc('day', in_force_at)
    or (in_force_precision = 'minute' and breach_precision = 'minute' and breach_from < in_force_at)
    or breach_to < breach_from
order by event_id;
