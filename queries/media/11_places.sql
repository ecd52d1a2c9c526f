-- The same by month and place, for the map; by month, since a day has nearly as many rows as there are reports.
create table report_place_months as
select dataset, date_trunc('month', day)::date as month, place_number, event_type, count(*)::uinteger as reports
from reports
group by all
order by dataset, month, place_number, event_type;

create table report_pair_place_months as
select
    dataset, least(source, target) as one, greatest(source, target) as other, date_trunc('month', day)::date as month,
    place_number, event_type, count(*)::uinteger as reports
from reports
where source is not null and target is not null and source <> target
group by all
order by dataset, one, other, month, place_number, event_type;

create table report_actor_place_months as
with sides as (
    select dataset, source as actor, day, place_number, event_type from reports where source is not null
    union all
    select dataset, target, day, place_number, event_type
    from reports
    where target is not null and target is distinct from source
)
select
    dataset, actor, date_trunc('month', day)::date as month, place_number, event_type, count(*)::uinteger as reports
from sides
group by all
order by dataset, actor, month, place_number, event_type;
