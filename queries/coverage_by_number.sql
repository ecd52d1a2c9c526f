-- On how many sources do the events of each period ($grain) rest? At number 4 stand those with four and more.
-- A happening has the sources of all its rows, each document once. What began before the filter's first day counts in its
-- first period; period is empty where no source fixes a day. Imported rows rest on their dataset and are left out.
with picked as (
    select *, first_value(day_start) over foremost as first_day
    from selected($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places)
    where import_id is null
    window foremost as (
        partition by happening_id order by event_id = happening_id desc, counted desc, day_start, event_id
    )
),
resting as (
    select
        happening_id, first_day, bool_or(counted) as counted,
        least(count(distinct source_id), 4)::int as number,
        count(distinct outlet) as outlets,
        list(distinct picked.event_id order by picked.event_id) as event_ids
    from picked
    left join evidence using (event_id)
    left join sources using (source_id)
    group by happening_id, first_day
)
select
    date_trunc($grain, greatest(first_day, coalesce($start::date, first_day)))::date as period,
    number,
    count(*) filter (where counted)::int as events,
    count(*) filter (where counted and outlets = 1)::int as one_outlet,
    count(*) filter (where not counted)::int as others,
    list_sort(flatten(list(event_ids))) as event_ids
from resting
group by period, number
order by period nulls last, number;
