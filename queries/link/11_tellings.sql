-- What each row tells, made comparable: the days it may mean, both sides, the people, the place and the toll.
-- A row without a date may mean a day of the two months before its article appeared; told as background, of the year.
create temp table tellings as
with in_person as (
    select event_id, list(distinct person_id) as persons from event_people group by event_id
),
appeared as (
    select evidence.event_id, min(source_id) as article, min(try_cast(published_on as date)) as published
    from evidence join sources using (source_id)
    where sources.kind = 'article'
    group by evidence.event_id
),
spans as (
    select
        event_id,
        case day_precision
            when 'week' then least(day_start, day_end - 6)
            when 'month' then date_trunc('month', day_start)::date
            when 'year' then date_trunc('year', day_start)::date
            else day_start
        end as first_day,
        case day_precision
            when 'week' then greatest(day_end, day_start + 6)
            when 'month' then last_day(day_end)
            when 'year' then last_day(date_trunc('year', day_end)::date + interval 11 months)
            else day_end
        end as last_day
    from events
)
select
    -- The curated rows have the lowest numbers, so that they lend a happening its name.
    (row_number() over (order by dataset <> 'curated', event_id))::integer as number,
    events.event_id, dataset = 'curated' as curated, event_type, status, track, day_precision, article, published,
    first_day, last_day, last_day - first_day as days,
    coalesce(first_day, published - if(status = 'background', 365, 60)) - 3 as earliest,
    coalesce(last_day, published + if(status = 'planned', 60, 0)) + 3 as latest,
    coalesce(doers, 0) as doers, coalesce(receivers, 0) as receivers, coalesce(persons, []) as persons,
    events.place_id, places.lat, places.lon, places.uncertainty_km,
    coalesce(deaths_low, deaths_best, deaths_high) as deaths_low,
    coalesce(deaths_high, deaths_best, deaths_low) as deaths_high
from events
join spans using (event_id)
left join telling_sides using (event_id)
left join in_person using (event_id)
left join appeared using (event_id)
left join places on places.place_id = events.place_id
where import_id is null;
