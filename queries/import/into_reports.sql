-- Rows that a machine coded become reports: what media wrote of, not what happened. A range of days lies together.
insert into reports by name
with whom as (
    select hash(label, key) as who, any_value(actor_id)::report_actor as actor_id
    from labels
    where actor_id is not null
    group by who
),
kinds as (
    select event_type::report_type as event_type, ($quads::json ->> event_type)::utinyint as quad
    from (select unnest(json_keys($quads::json)) as event_type)
),
rows_of_import as (
    select
        told.day_start as day,
        told.native_id,
        kinds.event_type,
        coalesce(kinds.quad, 0) as quad,
        a.actor_id as source,
        b.actor_id as target,
        numbered_places.place_number,
        told.intensity::float as intensity,
        told.articles,
        told.native_type,
        told.actor_a,
        told.actor_b,
        told.url
    from told
    left join kinds on kinds.event_type = told.event_type::report_type
    left join whom as a on a.who = hash(told.actor_a, told.actor_a_key)
    left join whom as b on b.who = hash(told.actor_b, told.actor_b_key)
    left join numbered_places
        on numbered_places.spot
        = hash($dataset, told.place_name, told.place_key, told.lat, told.lon, told.place_precision)
    -- Imports of one dataset may overlap: a row of theirs is there once.
    where not exists (
        from reports
        where reports.dataset = $dataset and reports.native_id = told.native_id
    )
    order by day, native_id
)
select
    $dataset as dataset,
    $import_id as import_id,
    *
from rows_of_import;
