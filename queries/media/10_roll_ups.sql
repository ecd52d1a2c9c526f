-- Reports counted beforehand, so that any filter over ten million of them is answered at once.
-- A report has two actors at most. So what concerns any of several actors is the sum over these actors, less what two of
-- them share: the tables by actor hold the one, those by pair the other.
create type if not exists report_dataset as enum ('none');
create type if not exists report_actor as enum ('none');
create type if not exists report_type as enum ('none');

create table report_days as
select dataset, day, event_type, quad, count(*)::uinteger as reports
from reports
group by all
order by dataset, day, event_type;

create table report_pair_days as
select dataset, source, target, day, event_type, quad, count(*)::uinteger as reports
from reports
where source is not null and target is not null and source <> target
group by all
order by dataset, source, target, day, event_type;

create table report_actor_days as
with sides as (
    select dataset, source as actor, day, event_type, quad from reports where source is not null
    union all
    select dataset, target, day, event_type, quad from reports where target is not null and target is distinct from source
)
select dataset, actor, day, event_type, quad, count(*)::uinteger as reports
from sides
group by all
order by dataset, actor, day, event_type;

create table report_pair_months as
select
    dataset, source, target, date_trunc('month', day)::date as month, quad, event_type,
    sum(reports)::uinteger as reports, min(day) as first_day, max(day) as last_day
from report_pair_days
group by all
order by dataset, month, source, target, event_type;
