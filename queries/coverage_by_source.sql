-- On which outlets, languages, sides and kinds of source do the events rest, and how many rest on one of these alone?
-- A happening counts once at each of these that tells it. Imported rows rest on their dataset and are left out.
with resting as (
    select
        picked.event_id, picked.day_start, picked.happening_id, sources.source_id,
        bool_or(picked.counted) over (partition by picked.happening_id) as counted,
        sources.outlet,
        coalesce(sources.language, 'not_stated') as language,
        coalesce(outlets.side, 'not_classified') as side,
        coalesce(outlets.ownership, 'not_classified') as owner,
        sources.kind
    from selected($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places) as picked
    join evidence using (event_id)
    join sources using (source_id)
    left join outlets using (outlet)
    where picked.import_id is null
),
traits as (
    unpivot resting on outlet, language, side, owner, kind into name trait value value
),
whose as (
    select
        *,
        min(value) over (partition by trait, happening_id) = max(value) over (partition by trait, happening_id) as alone
    from traits
)
select
    trait,
    value,
    count(distinct happening_id) filter (where counted)::int as events,
    count(distinct happening_id) filter (where counted and alone)::int as alone,
    (count(distinct happening_id) - events)::int as others,
    count(distinct source_id)::int as documents,
    coalesce(list(distinct event_id order by event_id) filter (where alone), []) as alone_ids,
    list(distinct event_id order by event_id) as event_ids
from whose
group by trait, value
order by trait, events desc, value;
