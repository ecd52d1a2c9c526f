-- What an import is, and the source that all its rows name.
insert into imports by name
select unnest(from_json($about, '{
    "import_id": "VARCHAR", "dataset": "VARCHAR", "title": "VARCHAR", "short": "VARCHAR", "kind": "VARCHAR",
    "version": "VARCHAR", "standing": "VARCHAR", "measures": "VARCHAR", "licence": "VARCHAR",
    "may_redistribute": "BOOLEAN", "url": "VARCHAR", "citation": "VARCHAR", "rule": "VARCHAR", "files": ["VARCHAR"],
    "rows_read": "BIGINT", "rows_kept": "BIGINT", "rows_rejected": "BIGINT"
}'), recursive := true);

insert into sources by name
select
    import_id as source_id, 'dataset' as kind, short as outlet, title || ', ' || version as title, url, licence
from imports
where import_id = $import_id;
