-- The table that machine-coded imports fill, with enumerations for what is counted, and the places that have a number.
create type report_dataset as enum (select unnest(getvariable('datasets')));
create type report_actor as enum (select actor_id from actors order by actor_id);
create type report_type as enum (select unnest(json_keys($quads::json)) as event_type order by event_type);

create or replace table reports (
    dataset report_dataset not null,
    native_id varchar,
    day date not null,
    event_type report_type,
    quad utinyint not null,
    source report_actor,
    target report_actor,
    place_number integer,
    intensity float,
    articles integer,
    native_type varchar,
    actor_a varchar,
    actor_b varchar,
    url varchar,
    import_id varchar not null
);

create temp table numbered_places (spot ubigint, place_number integer);
