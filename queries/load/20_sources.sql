-- What the curated events rest on.
insert into sources by name
select
    source_id,
    kind,
    outlet,
    title,
    url,
    published_on,
    language,
    licence
from table_of($data || '/curated/sources.csv');
