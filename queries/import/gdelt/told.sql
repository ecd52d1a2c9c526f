-- What a row of GDELT tells, in the words that all datasets share.
create temp view told as
select
    file_row_number as row_number,
    GLOBALEVENTID::varchar as native_id,
    try(make_date(SQLDATE // 10000, SQLDATE // 100 % 100, SQLDATE % 100)) as day_start,
    day_start as day_end,
    'day' as day_precision,
    cameo.event_type,
    EventCode as native_type,
    GoldsteinScale as intensity,
    'occurred' as status,
    Actor1Name as actor_a,
    Actor2Name as actor_b,
    -- An organisation is known by its group, Karabakh's Armenians as separatists, others by their state.
    coalesce(Actor1KnownGroupCode, if(Actor1Code = 'ARMSEP', Actor1Code, Actor1CountryCode)) as actor_a_key,
    coalesce(Actor2KnownGroupCode, if(Actor2Code = 'ARMSEP', Actor2Code, Actor2CountryCode)) as actor_b_key,
    true as directed,
    ActionGeo_FullName as place_name,
    ActionGeo_FeatureID as place_key,
    case ActionGeo_CountryCode when 'AM' then 'ARM' when 'AJ' then 'AZE' end as country,
    ActionGeo_Lat as lat,
    ActionGeo_Long as lon,
    case
        when ActionGeo_Type in (3, 4) then 'exact'
        when ActionGeo_Type in (2, 5) then 'region'
        when ActionGeo_Type = 1 then 'country'
    end as place_precision,
    -- A town is the one that the article names, not where the act was.
    case when ActionGeo_Type in (3, 4) then 25 when ActionGeo_Type in (2, 5) then 80 end::double as uncertainty_km,
    null::integer as deaths_low,
    null::integer as deaths_best,
    null::integer as deaths_high,
    null::varchar as claim,
    coalesce(Actor1Name, '?') || ' → ' || coalesce(Actor2Name, '?') || ': CAMEO ' || coalesce(EventCode, '?') as words,
    null::varchar as quote,
    NumArticles as articles,
    SOURCEURL as url
from kept
left join cameo on cameo.code = kept.EventCode;
