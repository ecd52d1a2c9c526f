-- What a row of the user's own table tells, after the mapping: first its days, which may be spread over columns, then all.
create or replace temp view dated as
with written as (
    select
        *,
        coalesce(start_cell, date_cell, nullif(concat_ws('-',
            left(year_cell, 4),
            lpad(nullif(coalesce(meaning('months', lower(month_cell)), regexp_replace(month_cell, '\.0+$', '')), '0'), 2, '0'),
            lpad(nullif(regexp_replace(day_cell, '\.0+$', ''), '0'), 2, '0')
        ), '')) as first_cell,
        coalesce(end_cell, first_cell) as last_cell
    from cells
)
select
    *, plain_day(first_cell) as first_plain, plain_day(last_cell) as last_plain, said('directed') = 'true' as directed,
    side_a[1] as actor_a, if(side_b is null and not directed, side_a[2], side_b[1]) as actor_b
from written;

create or replace temp view told as
with places as (from read_csv(getvariable('data') || '/gazetteer/places.csv', header = true, all_varchar = true)),
names as (
    from read_csv(getvariable('data') || '/gazetteer/place_names.csv', header = true, all_varchar = true) select place_id, name
    union
    from places select place_id, name
),
spots as (
    -- A place that the gazetteer knows under one name alone is as exact as it has it, and without coordinates where it has it.
    select lower(strip_accents(names.name)) as spot, any_value(places.precision) as spot_precision,
        any_value(lat)::double as spot_lat, any_value(lon)::double as spot_lon
    from names join places using (place_id)
    group by spot
    having count(distinct place_id) = 1
)
select
    file_row_number as row_number, coalesce(id, fingerprint) as native_id,
    opens(first_plain) as day_start, closes(last_plain) as day_end,
    case
        when days_known in ('week', 'month', 'year', 'unknown') and day_start <> day_end then days_known
        when day_start <> day_end and day_in(last_plain) is not null then 'days'
        when day_in(first_plain) is not null and day_in(last_plain) is not null then 'day'
        when date_trunc('month', day_start) = date_trunc('month', day_end) then 'month'
        else 'year' end as day_precision,
    coalesce(meaning('types', type), nullif(said('constant_type'), '')) as event_type, type as native_type, null::double as intensity,
    coalesce(meaning('statuses', status_cell), said('constant_status')) as status, actor_a, actor_b,
    coalesce(meaning('actors', actor_a), actor_a) as actor_a_key, coalesce(meaning('actors', actor_b), actor_b) as actor_b_key, directed,
    place as place_name, null::varchar as place_key, null::varchar as country,
    coalesce(degrees_in(lat_cell), if(spot_precision = 'exact', spot_lat, null)) as lat,
    coalesce(degrees_in(lon_cell), if(spot_precision = 'exact', spot_lon, null)) as lon,
    if(lat is null, null, coalesce(meaning('precisions', precision_cell), coarser(spot_precision))) as place_precision,
    case place_precision when 'exact' then 2 when 'district' then 30 when 'region' then 80 end::double as uncertainty_km,
    count_in(low_cell) as deaths_low, count_in(best_cell) as deaths_best, count_in(high_cell) as deaths_high, claim,
    coalesce(headline, concat_ws(', ', coalesce(type, 'event'), nullif(concat_ws(' and ', actor_a, actor_b), ''), place)) as words,
    headline as quote, null::integer as articles, url, persons, track, verified,
    -- Those whom actor_a and actor_b have no room for, each with the role in which the mapping has them.
    in_role(if(directed, ['source'], ['source', 'target', 'participant']), if(len(side_a) > 1, side_a, []))
    || in_role(if(directed, ['target'], ['source', 'target', 'participant']), if(len(side_b) > 1, side_b, []))
    || in_role(['participant'], participants) || in_role(['mediator'], mediators) || in_role(['host'], hosts) as roles
from dated
left join spots on spot = lower(strip_accents(place));
