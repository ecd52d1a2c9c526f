-- The reports in order of dataset and day, so that a range of days is read alone.
create type report_dataset as enum (select distinct dataset from staged_reports order by dataset);
create type report_actor as enum (select actor_id from actors order by actor_id);
create type report_type as enum (select distinct event_type from staged_reports where event_type is not null order by all);

create or replace table reports as
select
    row_number() over (order by dataset, day, native_id) as report_number,
    staged_reports.dataset::report_dataset as dataset,
    staged_reports.native_id,
    staged_reports.day,
    staged_reports.event_type::report_type as event_type,
    staged_reports.quad,
    staged_reports.source::report_actor as source,
    staged_reports.target::report_actor as target,
    report_places.place_number,
    staged_reports.* exclude (
        dataset, native_id, day, event_type, quad, source, target, place_id, place_name, lon, lat, place_precision,
        uncertainty_km
    )
from staged_reports
left join report_places
    on report_places.name is not distinct from staged_reports.place_name
    and coalesce(report_places.place_id, '') = staged_reports.place_id
    and coalesce(report_places.published_lon, report_places.lon) is not distinct from staged_reports.lon
    and coalesce(report_places.published_lat, report_places.lat) is not distinct from staged_reports.lat
order by dataset, day, native_id;
