-- A talk with fewer than two parties to it (a body in session may be one), or a talks row without its event.
select talks.event_id, count(distinct event_actors.actor_id) as parties
from talks
left join event_actors
    on event_actors.event_id = talks.event_id and event_actors.role <> 'host'
group by talks.event_id, talks.format
having parties < if(talks.format in ('session', 'co_chairs'), 1, 2)
order by talks.event_id;
