-- The ties as each level of the network sees them: between actors, whom they belong to, or the persons who stood for them.
-- The levels differ in who is at the end of a tie alone; what ties one of them to itself is left out.
create table ties_at_levels as
with roots as (
    select members.member_id, members.actor_id as root
    from members
    join actors using (actor_id)
    where actors.part_of is null
),
-- An office that was held on the day goes before one that was not.
in_person as (
    select event_people.event_id, people.actor_id, event_people.person_id
    from event_people
    join people using (person_id)
    join events using (event_id)
    qualify rank() over (
        partition by event_people.event_id, event_people.person_id
        order by (
            coalesce(events.day_start >= people.valid_from, true) and coalesce(events.day_start <= people.valid_to, true)
        ) desc
    ) = 1
),
taking_part as (
    select distinct event_id, actor_id from event_actors
),
ends as (
    select 'actors' as level, event_id, actor_id, actor_id as seen_as
    from taking_part
    union all
    select 'states', taking_part.event_id, taking_part.actor_id, roots.root
    from taking_part
    join roots on roots.member_id = taking_part.actor_id
    union all
    -- An actor without anybody in person stays itself.
    select 'persons', taking_part.event_id, taking_part.actor_id, coalesce(in_person.person_id, taking_part.actor_id)
    from taking_part
    left join in_person using (event_id, actor_id)
)
select distinct
    doer.level,
    ties.event_id,
    if(ties.directed, doer.seen_as, least(doer.seen_as, other.seen_as)) as source,
    if(ties.directed, other.seen_as, greatest(doer.seen_as, other.seen_as)) as target,
    ties.directed,
    ties.mediation
from ties
join ends as doer on doer.event_id = ties.event_id and doer.actor_id = ties.source
join ends as other on other.event_id = ties.event_id and other.actor_id = ties.target and other.level = doer.level
where doer.seen_as <> other.seen_as
order by level, event_id, source, target, directed, mediation;
