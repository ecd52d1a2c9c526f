-- What is wrong or odd in a row, whatever dataset it is of? A rejected row is left out, the others are told.
with looked_at as (
    select
        *,
        case
            when day_start is null or day_end is null then 'it has no date that can be read'
            when year(day_start) not between 1800 and 2200 or not isfinite(day_start) or not isfinite(day_end)
                then 'its date, ' || day_start || ', cannot be'
            when day_end < day_start then 'it ends on ' || day_end || ', before it starts on ' || day_start
            when abs(lat) > 90 or abs(lon) > 180 then 'latitude ' || lat || ', longitude ' || lon || ' is not on the globe'
            when lat = 0 and lon = 0 then 'its coordinates are 0, 0, which stands for a place that was not found'
            when country in ('ARM', 'AZE') and lat between 43 and 51 and lon between 38 and 42
                then 'latitude ' || lat || ' and longitude ' || lon || ' look exchanged'
            when least(deaths_low, deaths_best, deaths_high) < 0 then 'its number of deaths is negative'
            when native_id is null then 'it has no id'
        end as wrong
    from told
)
select 'reject' as level, row_number, native_id, wrong as reason
from looked_at
where wrong is not null
union all
select 'warn', row_number, native_id, 'it is dated ' || day_start || ', after the day of import'
from looked_at
where wrong is null and day_start > $today
union all
select 'warn', row_number, native_id, 'its low, best and high figures are out of order; they stay as published'
from looked_at
where wrong is null and not coalesce(deaths_low <= deaths_best and deaths_best <= deaths_high, true)
order by level, reason, row_number;
