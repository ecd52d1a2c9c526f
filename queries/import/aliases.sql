-- Whom the datasets' labels mean, and where machines misplace a name; both are tables that people keep.
create temp table actor_aliases as
select * from table_of($data || '/datasets/actor_aliases.csv');

create temp table place_overrides as
select * from table_of($data || '/datasets/place_overrides.csv');

create temp table staged_reports (
    dataset varchar, native_id varchar, day date, event_type varchar, quad utinyint, source varchar, target varchar,
    place_id varchar, place_name varchar, lon double, lat double, place_precision varchar, uncertainty_km double,
    intensity float, articles integer, native_type varchar, actor_a varchar, actor_b varchar, url varchar,
    import_id varchar
);
