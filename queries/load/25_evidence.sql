-- Which sources each curated event rests on.
insert into evidence by name
select distinct event_id, trim(source_id) as source_id, 'curated' as method
from (
    select event_id, unnest(string_split(sources, ';')) as source_id
    from table_of($data || '/curated/events.csv')
)
where trim(source_id) <> '';
