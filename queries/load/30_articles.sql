-- The articles, as sources and as texts that receipts quote from; $articles is a JSON list.
create temp table given_articles as
select unnest(from_json($articles, '[{
    "article_id": "VARCHAR", "text": "VARCHAR", "title": "VARCHAR", "language": "VARCHAR", "published": "DATE",
    "outlet": "VARCHAR", "url": "VARCHAR", "body_start": "INTEGER", "body_end": "INTEGER"
}]'), recursive := true);

insert into sources by name
select
    article_id as source_id,
    'article' as kind,
    coalesce(nullif(outlet, ''), 'unnamed outlet') as outlet,
    title,
    nullif(url, '') as url,
    published::varchar as published_on,
    language
from given_articles;

insert into articles by name
select article_id as source_id, text, body_start, body_end
from given_articles;
