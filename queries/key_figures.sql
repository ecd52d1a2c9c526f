-- How much is there under the filter? Happenings count once; only what occurred is counted.
with picked as (
    from selected($start, $end, $actors, $tracks, $types, $statuses, $datasets)
)
select
    count(*)::int as rows,
    count(distinct happening_id) filter (where counted)::int as happenings,
    count(distinct happening_id) filter (where counted and event_type = 'ASSAULT')::int as armed,
    count(distinct happening_id) filter (
        where counted and event_id in (select event_id from talks)
    )::int as talks,
    count(distinct happening_id) filter (where counted and event_type = 'AGREE')::int as agreements,
    count(distinct happening_id) filter (where not counted)::int as not_occurred,
    count(*) filter (where dataset = 'curated')::int as curated,
    count(*) filter (where dataset = 'coded')::int as coded,
    count(*) filter (where day_start is null)::int as undated,
    min(day_start) as first_day,
    max(day_end) as last_day
from picked
order by rows;
