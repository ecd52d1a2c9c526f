-- A curated event whose id shows another date than the one it stores.
select event_id, day_start
from events
where dataset = 'curated'
    and (
        not regexp_matches(event_id, '^\d{4}')
        or not starts_with(strftime(day_start, '%Y-%m-%d'), regexp_extract(event_id, '^\d{4}(-\d{2}){0,2}'))
    )
order by event_id;
