-- Who is tied to whom by which event?
-- Joint acts tie each pair of participants once, without direction; other acts tie
-- each doer to everybody acted on; mediation ties each mediator to each participant that does not mediate itself.
create temp view ties as
with roles as (
    select event_id, actor_id, role from event_actors
),
joint as (
    select distinct event_id from roles where role = 'participant'
)
select one.event_id, one.actor_id as source, other.actor_id as target, false as directed, false as mediation
from roles as one
join roles as other on other.event_id = one.event_id and one.actor_id < other.actor_id
where one.role = 'participant' and other.role = 'participant'
union all
select doer.event_id, doer.actor_id, receiver.actor_id, true, false
from roles as doer
join roles as receiver on receiver.event_id = doer.event_id and doer.actor_id <> receiver.actor_id
where doer.role = 'source' and receiver.role = 'target' and doer.event_id not in (select event_id from joint)
union all
select mediator.event_id, mediator.actor_id, party.actor_id, true, true
from roles as mediator
join roles as party on party.event_id = mediator.event_id
where mediator.role = 'mediator'
    and party.role = 'participant'
    and not exists (
        from roles as also
        where also.event_id = party.event_id and also.actor_id = party.actor_id and also.role = 'mediator'
    );
