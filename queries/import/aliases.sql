-- Whom the datasets' labels mean, and where machines misplace a name; both are tables that people keep.
create temp table actor_aliases as
select * from table_of($data || '/datasets/actor_aliases.csv');

create temp table place_overrides as
select * from table_of($data || '/datasets/place_overrides.csv');

-- Which days an import covers, where its version tells, and how new it is: of two states of a row the newer one counts.
create temp table periods (import_id varchar, dataset varchar, first_day date, last_day date, newness bigint[]);

create temp table revisions (event_id varchar, revision bigint);
