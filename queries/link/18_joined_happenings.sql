-- Happenings that people said are one become one, under the name of a curated row where there is one.
create temp table joined_happenings as
with recursive pairs as (
    select one.happening_id as here, other.happening_id as there
    from decided_pairs
    join events as one on one.event_id = decided_pairs.one
    join events as other on other.event_id = decided_pairs.other
    where decided_pairs.kind = 'same'
),
both_ways as (
    select here, there from pairs union select there, here from pairs
),
reached(here, there) as (
    select here, here from both_ways
    union
    select reached.here, both_ways.there from reached join both_ways on both_ways.here = reached.there
)
select here as happening_id, arg_min(there, (events.dataset <> 'curated', there)) as root
from reached
join events on events.event_id = reached.there
group by here;

update events
set happening_id = root
from joined_happenings
where events.happening_id = joined_happenings.happening_id;

-- The links say the same as the happenings: who left has none, who joined has one that names the person.
delete from event_links
where kind = 'same'
    and exists (from decided_pairs)
    and same_as <> (select happening_id from events where events.event_id = event_links.event_id);
insert into event_links by name
select
    events.event_id,
    events.happening_id as same_as,
    1.0 as score,
    coalesce(min(decided_pairs.method order by decided_pairs.decision_id), 'by way of another telling') as method
from events
left join decided_pairs on decided_pairs.kind = 'same' and events.event_id in (decided_pairs.one, decided_pairs.other)
where exists (from decided_pairs)
    and events.happening_id <> events.event_id
    and events.event_id not in (select event_id from event_links where kind = 'same')
group by events.event_id, events.happening_id;
