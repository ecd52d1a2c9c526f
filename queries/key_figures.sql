-- How much is there under the filter, as each dataset tells it? Our own rows and articles are linked and go together.
-- Happenings count once, and only what occurred is counted. Nothing is added up over datasets.
with picked as (
    select *, if(import_id is null, 'own', dataset) as told_by
    from selected($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places)
),
events_of as (
    select
        told_by,
        count(*)::bigint as rows,
        count(distinct happening_id) filter (where counted)::bigint as happenings,
        count(distinct happening_id) filter (where counted and event_type = 'ASSAULT')::bigint as armed,
        count(distinct happening_id) filter (where counted and event_id in (select event_id from talks))::bigint as talks,
        count(distinct happening_id) filter (where counted and event_type = 'AGREE')::bigint as agreements,
        count(distinct happening_id) filter (where not counted)::bigint as not_occurred,
        count(*) filter (where dataset = 'curated')::bigint as curated,
        count(*) filter (where dataset = 'coded')::bigint as coded,
        count(*) filter (where day_start is null)::bigint as undated,
        min(day_start) as first_day,
        max(day_end) as last_day
    from picked
    group by told_by
),
tellers as (
    select 'own' as told_by
    union
    select told_by from events_of
)
select
    told_by,
    coalesce(rows, 0) as rows,
    coalesce(happenings, 0) as happenings,
    coalesce(armed, 0) as armed,
    coalesce(talks, 0) as talks,
    coalesce(agreements, 0) as agreements,
    coalesce(not_occurred, 0) as not_occurred,
    coalesce(curated, 0) as curated,
    coalesce(coded, 0) as coded,
    coalesce(undated, 0) as undated,
    first_day,
    last_day
from tellers
left join events_of using (told_by)
order by told_by;
