-- Which articles are there, and how many events rest on each? The newest first.
select
    sources.source_id as article_id,
    sources.title,
    sources.outlet,
    sources.published_on as published,
    sources.language,
    sources.url,
    count(distinct events.event_id)::int as events,
    count(distinct events.event_id) filter (where events.status = 'occurred')::int as occurred
from articles
join sources using (source_id)
left join evidence using (source_id)
left join events using (event_id)
group by all
order by published desc nulls last, article_id;
