-- Pairs of tellings that may mean the same happening: same type, days within reach, a doer or receiver in common.
-- Attacks on two days, on two spots or by two doers are two, however alike they are told.
create temp macro kilometres(lat_one, lon_one, lat_two, lon_two) as
111.2 * sqrt(power(lat_one - lat_two, 2) + power((lon_one - lon_two) * cos(radians((lat_one + lat_two) / 2)), 2));

-- Only rows whose days can meet in a month are compared at all: a large collection has many millions of pairs.
create temp table candidates as
with in_months as (
    select
        number, curated, event_type, first_day, last_day, earliest, latest, doers, receivers,
        unnest(generate_series(date_trunc('month', earliest), date_trunc('month', latest), interval 1 month)) as month
    from tellings
)
select
    a.number as one, b.number as other,
    if(a.doers = 0 or b.doers = 0, null, bit_count(a.doers & b.doers) / bit_count(a.doers | b.doers)) as doers,
    if(
        a.receivers = 0 or b.receivers = 0,
        null,
        bit_count(a.receivers & b.receivers) / bit_count(a.receivers | b.receivers)
    ) as receivers
from in_months as a
join in_months as b
    on a.event_type = b.event_type and a.month = b.month and not a.curated and b.number < a.number
    and a.earliest + 3 <= b.latest and b.earliest + 3 <= a.latest
    and a.month = date_trunc('month', greatest(a.earliest, b.earliest))
    and (a.event_type <> 'ASSAULT' or coalesce(a.first_day <= b.last_day and b.first_day <= a.last_day, true));

create temp table clues as
with pairs as (
    select
        a.number as one, b.number as other, a.event_type = 'ASSAULT' as attack,
        a.days + b.days as days, a.first_day <= b.last_day and b.first_day <= a.last_day as meet,
        a.first_day = b.first_day and a.last_day = b.last_day as alike,
        -- How many days the article of an undated telling came after the day of the other.
        if(a.first_day is null, a.published - b.first_day, b.published - a.first_day) as after,
        abs(a.published - b.published) as between_articles, a.article = b.article as same_article,
        (a.first_day is null and a.status = 'background')
        or (b.first_day is null and b.status = 'background') as recalled,
        candidates.doers, candidates.receivers,
        (a.place_id is not null)::int + (b.place_id is not null)::int as placed, a.place_id = b.place_id as same_place,
        kilometres(a.lat, a.lon, b.lat, b.lon) <= greatest(10, a.uncertainty_km + b.uncertainty_km) as near,
        (a.persons <> [])::int + (b.persons <> [])::int as named, list_has_any(a.persons, b.persons) as same_people,
        (a.deaths_low is not null)::int + (b.deaths_low is not null)::int as tolls,
        a.deaths_low <= b.deaths_high and b.deaths_low <= a.deaths_high as same_toll,
        a.track = b.track as same_track,
        a.status <> b.status and (a.status in ('alleged', 'denied') or b.status in ('alleged', 'denied')) as disputed
    from candidates
    join tellings as a on a.number = one
    join tellings as b on b.number = other
    where candidates.doers > 0 or candidates.receivers > 0 or coalesce(candidates.doers, candidates.receivers) is null
)
from pairs
where not attack or (coalesce(same_place or near, true) and coalesce(doers > 0, true));
