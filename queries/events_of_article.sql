-- Which events rest on one article ($article_id), who did what where, and which words say so? One row per quote.
with quoted as (
    select event_id, quote, quote_start, quote_end, method
    from evidence
    where source_id = $article_id and quote_start is not null
),
who as (
    select
        event_id,
        list(actor_id order by actor_id) filter (where role = 'source') as source,
        list(actor_id order by actor_id) filter (where role = 'target') as target,
        list(actor_id order by actor_id) filter (where role = 'participant') as participant,
        list(actor_id order by actor_id) filter (where role = 'mediator') as mediator,
        list(actor_id order by actor_id) filter (where role = 'host') as host
    from event_actors
    semi join quoted using (event_id)
    group by event_id
),
in_person as (
    select event_id, list(person_id order by person_id) as persons
    from event_people
    semi join quoted using (event_id)
    group by event_id
)
select
    quoted.*,
    events.dataset,
    events.day_start,
    events.day_end,
    events.day_precision,
    events.event_type as type,
    events.quad,
    events.status,
    events.track,
    events.headline,
    events.place_id,
    coalesce(places.name, events.place_name) as place,
    coalesce(who.source, []) as source,
    coalesce(who.target, []) as target,
    coalesce(who.participant, []) as participant,
    coalesce(who.mediator, []) as mediator,
    coalesce(who.host, []) as host,
    coalesce(in_person.persons, []) as persons,
    events.deaths_low,
    events.deaths_best,
    events.deaths_high,
    events.claim_actor_id,
    events.confidence
from quoted
join events using (event_id)
left join places using (place_id)
left join who using (event_id)
left join in_person using (event_id)
order by quoted.quote_start, quoted.quote_end, quoted.event_id;
