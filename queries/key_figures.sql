-- How much is there under the filter, as each dataset tells it? Our own rows and articles are linked and go together.
-- Happenings count once, and only what occurred is counted. Nothing is added up over datasets.
with happenings_of as (
    select
        if(import_id is null, 'own', dataset) as told_by,
        happening_id,
        count(*) as rows,
        bool_or(counted) as held,
        bool_or(counted and event_type = 'ASSAULT') as armed,
        bool_or(counted and event_id in (select event_id from talks)) as talks,
        bool_or(counted and event_type = 'AGREE') as agreements,
        bool_or(not counted) as not_occurred,
        count(*) filter (where dataset = 'curated') as curated,
        count(*) filter (where dataset = 'coded') as coded,
        count(*) filter (where dataset = 'reviewed') as reviewed,
        count(*) filter (where day_start is null) as undated,
        min(day_start) as first_day,
        max(day_end) as last_day
    from selected($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places)
    group by all
),
figures as (
    select
        told_by,
        sum(rows)::bigint as rows,
        count(*) filter (where held)::bigint as happenings,
        count(*) filter (where armed)::bigint as armed,
        count(*) filter (where talks)::bigint as talks,
        count(*) filter (where agreements)::bigint as agreements,
        count(*) filter (where not_occurred)::bigint as not_occurred,
        sum(curated)::bigint as curated,
        sum(coded)::bigint as coded,
        sum(reviewed)::bigint as reviewed,
        sum(undated)::bigint as undated,
        min(first_day) as first_day,
        max(last_day) as last_day
    from happenings_of
    group by told_by
)
from figures
union all by name
select 'own' as told_by, *
from (values (0, 0, 0, 0, 0, 0, 0, 0, 0, 0)) as nothing(
    rows, happenings, armed, talks, agreements, not_occurred, curated, coded, reviewed, undated
)
where not exists (from figures where told_by = 'own')
order by told_by;
