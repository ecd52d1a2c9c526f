-- Two curated rows that tell the same event: same days, type, place, track and actors, and much the same headline.
with told as (
    select
        events.event_id,
        events.headline,
        [day_start::varchar, day_end::varchar, event_type, place_id, track, status] as what,
        list_sort(list(actor_id || ' ' || role)) as who
    from events
    join event_actors using (event_id)
    where dataset = 'curated'
    group by all
)
select one.event_id, other.event_id as also
from told as one
join told as other
    on one.what = other.what
    and one.who = other.who
    and one.event_id < other.event_id
    and jaro_winkler_similarity(lower(one.headline), lower(other.headline)) > 0.85
order by one.event_id, also;
