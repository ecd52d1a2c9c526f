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
    import_id as source_id, 'import' as kind, short as outlet, title || ', ' || version as title, url, licence
from imports
where import_id = $import_id;

-- UCDP's versions tell their days: 26.1 covers the years before 2026, 26.0.7 July and 26_01_26_06 January to June 2026.
insert into periods by name
with versions as (
    select import_id, dataset, list_transform(regexp_extract_all(version, '\d+'), lambda part : try_cast(part as bigint)) as v
    from imports
    where import_id = $import_id
)
select
    import_id,
    dataset,
    case when dataset = 'ucdp_candidate' then make_date(2000 + v[1], if(len(v) = 4, v[2], v[3]), 1) end as first_day,
    case
        when dataset = 'ucdp_candidate' then last_day(make_date(2000 + if(len(v) = 4, v[3], v[1]), v[-1], 1))
        when dataset = 'ucdp_ged' then make_date(1999 + v[1], 12, 31)
    end as last_day,
    if(dataset = 'ucdp_candidate', [if(len(v) = 4, v[3], v[1]), v[-1], len(v)], v) as newness
from versions;
