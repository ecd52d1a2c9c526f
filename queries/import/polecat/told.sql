-- What a row of POLECAT tells, in the words that all datasets share.
create temp view told as
with spoken as (
    select
        *,
        coalesce("Actor Name", "Actor Name Raw") as actor,
        coalesce("Recipient Name", "Recipient Name Raw") as recipient,
        coalesce("Feature Type", '') as feature,
        upper("Event Type") as plover
    from kept
)
select
    file_row_number as row_number,
    "Event ID" as native_id,
    "Event Date" as day_start,
    "Event Date" as day_end,
    'day' as day_precision,
    case
        when plover in (
            'AGREE', 'CONSULT', 'SUPPORT', 'CONCEDE', 'COOPERATE', 'AID', 'RETREAT', 'REQUEST', 'ACCUSE', 'REJECT',
            'THREATEN', 'PROTEST', 'MOBILIZE', 'SANCTION', 'COERCE', 'ASSAULT'
        ) then plover
    end as event_type,
    concat_ws(', ', "Event Type", "Event Mode") as native_type,
    "Intensity" as intensity,
    'occurred' as status,
    actor as actor_a,
    recipient as actor_b,
    a.actor_id as actor_a_key,  -- none where a cell holds several states
    b.actor_id as actor_b_key,
    true as directed,
    coalesce("Placename", "City", "District", "Province", "Country") as place_name,
    "GeoNames ID" as place_key,
    c.actor_id as country,
    "Latitude" as lat,
    "Longitude" as lon,
    case
        when starts_with(feature, 'PCL') or feature in ('CONT', 'OCN') then 'country'  -- or larger, and no point
        when starts_with(feature, 'ADM1') or feature in ('RGN', 'RGNE', 'RGNH', 'TERR', 'AREA', 'MTS', 'SEA') then 'region'
        when starts_with(feature, 'ADM') then 'district'
        when feature <> '' or "City" is not null then 'exact'
        when "District" is not null then 'district'
        when "Province" is not null then 'region'
        when "Country" is not null then 'country'
    end as place_precision,
    case place_precision when 'exact' then 25 when 'district' then 30 when 'region' then 80 end::double as uncertainty_km,
    null::integer as deaths_low, null::integer as deaths_best, null::integer as deaths_high,
    "Source" as claim,
    coalesce(actor, '?') || ' → ' || coalesce(recipient, '?') || ': ' || "Event Type" as words,
    null::varchar as quote, null::integer as articles, null::varchar as url
from spoken
left join countries as a on a.name = spoken."Actor Country"
left join countries as b on b.name = spoken."Recipient Country"
left join countries as c on c.name = spoken."Country";
