-- Which events of the filter weigh most, and on which sources does each rest? One row per happening that occurred.
-- An agreement weighs 3, a handover 2; a talk of heads 3, of ministers 2, another 1; an attack 1 and for its dead twice
-- their decimal logarithm; each outlet beyond the first a quarter, up to 1. Imported rows are not weighed.
with rests_on as (
    select
        evidence.event_id,
        count(distinct outlet) as outlets,
        list({'outlet': outlet, 'title': title, 'url': url, 'date': published_on} order by published_on, source_id) as sources
    from evidence
    join sources using (source_id)
    group by evidence.event_id
),
weighed as (
    select
        picked.*,
        if(picked.event_type = 'AGREE', 3, 0)
        + if(picked.event_type = 'RETREAT', 2, 0)
        + case when talks.event_id is null then 0 when talks.level = 'heads' then 3 when talks.level = 'ministers' then 2 else 1 end
        + if(picked.event_type = 'ASSAULT', 1 + 2 * log10(1 + coalesce(picked.deaths_best, picked.deaths_low, 0)), 0)
        + least(1, (coalesce(rests_on.outlets, 1) - 1) / 4) as weight,
        coalesce(rests_on.sources, []) as sources
    from selected($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places) as picked
    left join talks using (event_id)
    left join rests_on using (event_id)
    where picked.counted and picked.import_id is null and picked.day_start is not null
),
foremost as (
    select *
    from weighed
    qualify row_number() over (partition by happening_id order by event_id = happening_id desc, weight desc, event_id) = 1
)
select
    foremost.event_id,
    foremost.day_start,
    foremost.day_end,
    foremost.day_precision,
    foremost.event_type as type,
    foremost.headline,
    coalesce(places.name, foremost.place_name) as place,
    foremost.deaths_low,
    foremost.deaths_best,
    foremost.deaths_high,
    round(foremost.weight, 2) as weight,
    foremost.sources
from foremost
left join places using (place_id)
order by foremost.weight desc, foremost.day_start, foremost.event_id;
