-- The same happening told twice: a coded event joins the curated row, else the first coded row, that it repeats.
-- Same type and track, days that touch, at least one actor in common on each side, no contradicting place; what
-- lasted longer than three days, such as a war, is not the same as one of its acts.
insert into event_links by name
with sides as (
    select
        events.*,
        list(event_actors.actor_id) filter (where event_actors.role = 'source') as doers,
        list(event_actors.actor_id) filter (where event_actors.role = 'target') as receivers
    from events
    left join event_actors using (event_id)
    where events.day_start is not null and events.status <> 'background'
    group by all
),
pairs as (
    select
        later.event_id,
        earlier.event_id as same_as,
        earlier.dataset,
        0.5
        + 0.2 * (later.day_start = earlier.day_start)::int
        + 0.2 * coalesce((later.place_id = earlier.place_id)::int, 0)
        + 0.1 * (later.status = earlier.status)::int as score
    from sides as later
    join sides as earlier
        on later.event_type = earlier.event_type
        and later.day_start <= earlier.day_end
        and later.day_end >= earlier.day_start
        and earlier.day_end - earlier.day_start <= 3
        and list_has_any(later.doers, earlier.doers)
        and (list_has_any(later.receivers, earlier.receivers) or later.receivers is null or earlier.receivers is null)
        and coalesce(later.place_id = earlier.place_id, true)
        and coalesce(later.track = earlier.track, true)
        and (earlier.dataset = 'curated' or earlier.event_id < later.event_id)
    where later.dataset = 'coded' and later.day_precision = 'day' and earlier.day_precision in ('day', 'days')
)
select event_id, same_as, score, 'type, day, actors, place' as method
from pairs
qualify row_number() over (partition by event_id order by dataset = 'curated' desc, score desc, same_as) = 1;

-- A chain of links ends at one row, whose id names the happening.
update events
set happening_id = roots.root
from (
    with recursive chain(event_id, root) as (
        select event_id, same_as from event_links
        union
        select chain.event_id, event_links.same_as
        from chain
        join event_links on event_links.event_id = chain.root
    )
    select event_id, root from chain where root not in (select event_id from event_links)
) as roots
where events.event_id = roots.event_id;
