-- What a row of ICEWS tells, in the words that all datasets share.
create temp view told as
select
    file_row_number as row_number,
    "Event ID"::varchar || ':' || "Event Date"::varchar as native_id,
    "Event Date" as day_start,
    "Event Date" as day_end,
    'day' as day_precision,
    cameo.event_type,
    coalesce("CAMEO Code", "Event Text") as native_type,
    "Intensity" as intensity,
    'occurred' as status,
    "Source Name" as actor_a,
    "Target Name" as actor_b,
    coalesce(a.actor_id, "Source Country") as actor_a_key,
    coalesce(b.actor_id, "Target Country") as actor_b_key,
    true as directed,
    nullif(concat_ws(', ', "City", coalesce("District", "Province"), "Country"), '') as place_name,
    coalesce("City", "District", "Province") || ', ' || "Country" as place_key,
    case "Country" when 'Armenia' then 'ARM' when 'Azerbaijan' then 'AZE' end as country,
    "Latitude" as lat,
    "Longitude" as lon,
    -- There is no code of precision: the finest name that is filled tells.
    case
        when "City" is not null then 'exact'
        when "District" is not null then 'district'
        when "Province" is not null then 'region'
        when "Country" is not null then 'country'
    end as place_precision,
    case when "City" is not null then 25 when "District" is not null then 30 when "Province" is not null then 80 end::double
        as uncertainty_km,
    null::integer as deaths_low,
    null::integer as deaths_best,
    null::integer as deaths_high,
    "Publisher" as claim,
    coalesce("Source Name", '?') || ' → ' || coalesce("Target Name", '?') || ': ' || "Event Text" as words,
    null::varchar as quote,
    null::integer as articles,
    null::varchar as url
from kept
left join cameo on cameo.code = kept."CAMEO Code"
left join countries as a on a.name = kept."Source Country"
left join countries as b on b.name = kept."Target Country";
