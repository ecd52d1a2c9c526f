-- Which articles are there, how many events rest on each, and how far are these reviewed? The newest first.
with readers as (
    select article_id, list(distinct reviewer order by reviewer) as names
    from decisions
    where kind = 'read' and state = 'holds'
    group by article_id
)
select
    sources.source_id as article_id,
    sources.title,
    sources.outlet,
    sources.published_on as published,
    sources.language,
    sources.url,
    count(distinct events.event_id)::int as events,
    count(distinct events.event_id) filter (where events.status = 'occurred')::int as occurred,
    count(distinct events.event_id) filter (where events.dataset = 'coded')::int as undecided,
    coalesce(any_value(readers.names), []) as read_by
from articles
join sources using (source_id)
left join evidence using (source_id)
left join events using (event_id)
left join readers on readers.article_id = articles.source_id
group by sources.source_id, sources.title, sources.outlet, sources.published_on, sources.language, sources.url
order by published desc nulls last, article_id;
