-- What does one article ($article_id) say, and where does it come from?
select
    sources.source_id as article_id,
    sources.title,
    sources.outlet,
    sources.published_on as published,
    sources.language,
    sources.url,
    articles.text,
    articles.body_start,
    articles.body_end
from articles
join sources using (source_id)
where articles.source_id = $article_id
order by article_id;
