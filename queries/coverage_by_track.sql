-- Which tracks have events in which period ($grain), and what do they rest on? Where there is no row, none is on file.
-- A happening stands in the period and on the track of the row that names it, once, with the sources of all its rows.
-- What began before the filter's first day counts in its first period. Imported datasets stand for themselves.
with picked as (
    select
        *,
        if(import_id is null, 'own', dataset) as told_by,
        first_value(if(import_id is null, track, dataset)) over foremost as told_on,
        first_value(day_start) over foremost as first_day,
        date_trunc($grain, greatest(first_day, coalesce($start::date, first_day)))::date as period
    from selected($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places)
    where day_start is not null
    window foremost as (
        partition by if(import_id is null, 'own', dataset), happening_id
        order by event_id = happening_id desc, counted desc, day_start, event_id
    )
),
cells as (
    select
        told_by, told_on, period,
        count(distinct happening_id) filter (where counted)::int as events,
        (count(distinct happening_id) - events)::int as others,
        list(event_id order by day_start, event_id) as event_ids
    from picked
    group by all
),
resting as (
    select told_by, told_on, period, happening_id, bool_or(counted) over (partition by told_by, happening_id) as counted,
        source_id, outlet
    from picked
    join evidence using (event_id)
    join sources using (source_id)
    where told_by = 'own'
),
of_outlets as (
    select told_by, told_on, period, outlet, count(distinct happening_id) as happenings from resting group by all
),
of_happenings as (
    select told_by, told_on, period, happening_id, bool_or(counted) and count(distinct source_id) = 1 as single
    from resting
    group by all
)
select
    told_by,
    told_on as track,
    period,
    events,
    others,
    (select count(distinct source_id) from resting as r
        where r.told_by = cells.told_by and r.told_on is not distinct from cells.told_on and r.period = cells.period
    )::int as documents,
    (select coalesce(list(outlet order by happenings desc, outlet), []) from of_outlets as o
        where o.told_by = cells.told_by and o.told_on is not distinct from cells.told_on and o.period = cells.period
    ) as outlets,
    (select count(*) filter (where single) from of_happenings as h
        where h.told_by = cells.told_by and h.told_on is not distinct from cells.told_on and h.period = cells.period
    )::int as single,
    event_ids
from cells
order by told_by = 'own' desc, told_by, track nulls last, period;
