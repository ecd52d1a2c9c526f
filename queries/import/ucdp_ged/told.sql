-- What a row of UCDP GED tells, in the words that all datasets share.
create temp view told as
select
    file_row_number as row_number,
    id::varchar as native_id,
    if(isfinite(date_start), date_start::date, null) as day_start,
    if(isfinite(date_end), date_end::date, null) as day_end,
    case
        when date_start::date = date_end::date and date_prec = 1 then 'day'
        when date_prec <= 2 then 'days'
        when date_prec = 3 then 'week'
        when date_prec = 4 then 'month'
        else 'year'
    end as day_precision,
    'ASSAULT' as event_type,
    case type_of_violence when 1 then 'state-based' when 2 then 'non-state' when 3 then 'one-sided' else 'unclassified' end
    as native_type,
    null::double as intensity,
    'occurred' as status,
    side_a as actor_a,
    side_b as actor_b,
    side_a_new_id::varchar as actor_a_key,
    side_b_new_id::varchar as actor_b_key,
    coalesce(type_of_violence = 3, false) as directed,
    where_coordinates as place_name,
    null::varchar as place_key,
    case country when 'Armenia' then 'ARM' when 'Azerbaijan' then 'AZE' end as country,
    latitude as lat,
    longitude as lon,
    case
        when where_prec <= 2 then 'exact'
        when where_prec = 3 then 'district'
        when where_prec in (4, 5, 7) then 'region'
        else 'country'
    end as place_precision,
    case where_prec when 1 then 2 when 2 then 25 when 3 then 30 when 4 then 80 when 5 then 75 end::double as uncertainty_km,
    low as deaths_low,
    best as deaths_best,
    high as deaths_high,
    source_original as claim,
    concat_ws(', ', native_type || ' violence: ' || concat_ws(' and ', side_a, side_b), coalesce(where_coordinates, country))
    as words,
    coalesce(source_headline, source_article) as quote,
    null::integer as articles,
    null::varchar as url
from kept;
