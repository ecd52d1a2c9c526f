-- What share of the mediated talks of each period ($grain) did each mediator take part in? Shares overlap: many mediate together.
with mediated as (
    select
        held.event_id,
        held.day_start,
        date_trunc($grain, held.day_start)::date as period,
        event_actors.actor_id as mediator
    from held_talks($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places) as held
    join event_actors on event_actors.event_id = held.event_id and event_actors.role = 'mediator'
),
totals as (
    select period, count(distinct event_id)::int as mediated from mediated group by period
)
select
    mediated.period,
    mediated.mediator,
    count(*)::int as talks,
    any_value(totals.mediated) as mediated,
    count(*) / any_value(totals.mediated) as share,
    list(mediated.event_id order by mediated.day_start, mediated.event_id) as event_ids
from mediated
join totals using (period)
group by mediated.period, mediated.mediator
order by mediated.period, mediated.mediator;
