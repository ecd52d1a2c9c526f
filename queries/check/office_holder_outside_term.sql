-- Someone named in a curated event on a day on which no office of theirs is on file.
select event_people.event_id, event_people.person_id, events.day_start
from event_people
join events using (event_id)
where events.dataset = 'curated'
    and not exists (
        from people
        where people.person_id = event_people.person_id
            and coalesce(people.valid_from, events.day_start) <= events.day_end
            and coalesce(people.valid_to, events.day_end) >= events.day_start
    )
order by event_people.event_id, event_people.person_id;
