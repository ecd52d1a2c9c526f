-- What does one event ($event_id) rest on? One row per source, with the quote in its article.
select
    events.event_id,
    events.dataset,
    events.day_start,
    events.day_end,
    events.day_precision,
    events.event_type as type,
    events.quad,
    events.status,
    events.track,
    events.headline,
    events.summary,
    coalesce(places.name, events.place_name) as place,
    events.deaths_low,
    events.deaths_best,
    events.deaths_high,
    events.claim_actor_id,
    events.confidence,
    events.verified,
    talks.format,
    talks.level,
    talks.outcome,
    talks.outcome_text,
    evidence.quote,
    evidence.quote_start,
    evidence.quote_end,
    evidence.method,
    sources.source_id,
    sources.kind as source_kind,
    sources.outlet,
    sources.title,
    sources.url,
    sources.published_on,
    sources.language,
    articles.text as article,
    articles.body_start,
    articles.body_end
from events
left join places using (place_id)
left join talks using (event_id)
left join evidence using (event_id)
left join sources using (source_id)
left join articles using (source_id)
where events.event_id = $event_id
order by sources.published_on, sources.source_id, evidence.quote_start;
