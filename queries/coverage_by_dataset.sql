-- What does each dataset add: how many of its happenings does only it tell, and which do others tell too?
-- Whether another tells it is asked of the whole edition; what may be the same, for its day or place is rough, stands apart.
with picked as (
    select dataset, happening_id, count(*) as rows, bool_or(counted) as counted, list(event_id) as event_ids
    from selected($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places)
    group by dataset, happening_id
),
linked as (
    select one.happening_id, other.happening_id as other, kind
    from event_links
    join events as one using (event_id)
    join events as other on other.event_id = event_links.same_as
    where one.happening_id <> other.happening_id
),
both_ways as (
    from linked
    union all
    select other, happening_id, kind from linked
),
told as (
    select happening_id, dataset, 'same' as kind from events
    union
    select both_ways.happening_id, events.dataset, both_ways.kind
    from both_ways
    join events on events.happening_id = both_ways.other
),
named as (
    select dataset, any_value(short order by import_id desc) as name from imports group by dataset
),
also as (
    select
        picked.dataset, picked.happening_id,
        list(distinct coalesce(name, own_title(told.dataset))) filter (where kind = 'same') as surely,
        list(distinct coalesce(name, own_title(told.dataset))) as tellers
    from picked
    join told on told.happening_id = picked.happening_id and told.dataset <> picked.dataset
    left join named on named.dataset = told.dataset
    group by all
),
sorted as (
    select
        picked.*,
        if(surely is not null, 'others_too', if(tellers is not null, 'perhaps', 'alone')) as telling,
        coalesce(surely, tellers, []) as also
    from picked
    left join also using (dataset, happening_id)
)
select
    dataset,
    telling,
    count(*) filter (where counted)::int as events,
    count(*) filter (where not counted)::int as others,
    sum(rows)::int as rows,
    list_sort(list_distinct(flatten(list(also)))) as also_told_by,
    list_sort(flatten(list(event_ids))) as event_ids
from sorted
group by dataset, telling
order by dataset, telling;
