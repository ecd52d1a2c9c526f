-- What a row of ACLED tells, in the words that all datasets share.
create temp view told as
with dated as (
    select
        *,
        -- Only forms in which day and month cannot be taken for one another, as ACLED writes them.
        case
            when regexp_full_match(event_date, '\d{4}-\d\d-\d\d|\d{1,2} [A-Za-z]+ \d{4}|\d\d-\d\d-\d{4}')
                then try_strptime(event_date, ['%Y-%m-%d', '%d %B %Y', '%d-%m-%Y'])::date
        end as day
    from kept
),
types as (
    select lower(sub_event_type) as name, plover
    from read_csv(getvariable('data') || '/datasets/acled_types.csv', header = true, all_varchar = true)
),
-- The country after civilians or protesters is where they were; until they fled, Armenians of Karabakh were there.
sided as (
    select
        *,
        if(
            country = 'Azerbaijan' and (
                (admin1 in ('Stepanakert', 'Askeran', 'Martakert', 'Martuni') and day < '2023-09-20')
                or (admin1 in ('Shushi', 'Hadrut', 'Kashatagh', 'Shahumyan') and day < '2020-11-10')
            ), 'residents of Karabakh', 'residents of Azerbaijan'
        ) as there
    from dated
)
select
    file_row_number as row_number, event_id_cnty as native_id,
    case time_precision when 1 then day when 2 then day - 3 else date_trunc('month', day)::date end as day_start,
    case time_precision when 1 then day when 2 then day + 3 else last_day(day) end as day_end,
    case time_precision when 1 then 'day' when 2 then 'week' else 'month' end as day_precision,
    plover as event_type, concat_ws(': ', event_type, sub_event_type) as native_type, null::double as intensity,
    'occurred' as status, actor1 as actor_a, actor2 as actor_b,
    if(regexp_full_match(actor1, '(Civilians|Protesters|Rioters) \(Azerbaijan\)'), there, null) as actor_a_key,
    if(regexp_full_match(actor2, '(Civilians|Protesters|Rioters) \(Azerbaijan\)'), there, null) as actor_b_key,
    -- The order of the actors says nothing, except where civilians are the victims.
    coalesce(starts_with(actor2, 'Civilians'), false)
    and (event_type = 'Violence against civilians' or civilian_targeting is not null) as directed,
    location as place_name, null::varchar as place_key,
    case country when 'Armenia' then 'ARM' when 'Azerbaijan' then 'AZE' end as country, latitude as lat, longitude as lon,
    if(geo_precision in (1, 2), 'exact', 'region') as place_precision,
    case geo_precision when 1 then 2 when 2 then 25 else 80 end::double as uncertainty_km,
    null::integer as deaths_low, fatalities as deaths_best, null::integer as deaths_high, null::varchar as claim,
    concat_ws(', ', sub_event_type || ': ' || concat_ws(' and ', actor1, actor2), location) as words,
    notes as quote, null::integer as articles, null::varchar as url, timestamp as revision
from sided
left join types on types.name = lower(sub_event_type);
