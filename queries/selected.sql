-- The one filter: every question starts from selected(…), so that all pages rest on the same events.
-- Some start from it by way of a macro in macros/.
create macro selected(first_day, last_day, actors, tracks, types, statuses, datasets, places) as table
select events.*
from events
where (first_day is null or events.day_end >= first_day)
    and (last_day is null or events.day_start <= last_day)
    and (len(tracks) = 0 or list_contains(tracks, events.track))
    and (len(types) = 0 or list_contains(types, events.event_type))
    and (len(statuses) = 0 or list_contains(statuses, events.status))
    and (len(datasets) = 0 or list_contains(datasets, events.dataset))
    and (len(places) = 0 or list_contains(places, events.place_id))
    and (
        len(actors) = 0
        or events.event_id in (
            select event_actors.event_id
            from event_actors
            join members on members.member_id = event_actors.actor_id
            where list_contains(actors, members.actor_id)
            union
            select event_people.event_id
            from event_people
            where list_contains(actors, event_people.person_id)
        )
    );
