-- The talks of a selection that were held, each once: of several rows that tell one, that which gives the happening its name.
create macro held_talks(first_day, last_day, actors, tracks, types, statuses, datasets, places) as table
select picked.*, talks.format, talks.level, talks.outcome
from selected(first_day, last_day, actors, tracks, types, statuses, datasets, places) as picked
join talks using (event_id)
where picked.counted and picked.day_start is not null
qualify row_number() over (partition by happening_id order by event_id = happening_id desc, day_start, event_id) = 1;
