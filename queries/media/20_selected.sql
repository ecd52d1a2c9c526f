-- The one filter over what machines read in the news, in the shapes that the questions need.
-- Reports of the actors that are asked for, with everything they are part of.
create macro wanted_actors(actors) as table
select distinct try_cast(member_id as report_actor) as actor
from members
where list_contains(actors, actor_id);

-- The rows themselves.
create macro selected_reports(first_day, last_day, actors, tracks, types, statuses, datasets, places) as table
select reports.*
from reports
where reports.dataset in (select try_cast(unnest(datasets) as report_dataset))
    and (first_day is null or reports.day >= first_day)
    and (last_day is null or reports.day <= last_day)
    and len(tracks) = 0  -- a machine knows no tracks
    and len(places) = 0  -- and what it calls a place is often where somebody spoke
    and (len(types) = 0 or reports.event_type in (select try_cast(unnest(types) as report_type)))
    and (len(statuses) = 0 or list_contains(statuses, 'occurred'))
    and (
        len(actors) = 0
        or reports.source in (select actor from wanted_actors(actors))
        or reports.target in (select actor from wanted_actors(actors))
    );

-- How many there are per day and type.
create macro reports_by_day(first_day, last_day, actors, tracks, types, statuses, datasets, places) as table
with counted as (
    select dataset, day, event_type, quad, reports::bigint as reports
    from report_days
    where len(actors) = 0
    union all
    select dataset, day, event_type, quad, reports::bigint
    from report_actor_days
    where actor in (select actor from wanted_actors(actors))
    union all
    select dataset, day, event_type, quad, -reports::bigint
    from report_pair_days
    where source in (select actor from wanted_actors(actors)) and target in (select actor from wanted_actors(actors))
)
select dataset, day, event_type, quad, reports
from counted
where dataset in (select try_cast(unnest(datasets) as report_dataset))
    and (first_day is null or day >= first_day)
    and (last_day is null or day <= last_day)
    and len(tracks) = 0
    and len(places) = 0
    and (len(types) = 0 or event_type in (select try_cast(unnest(types) as report_type)))
    and (len(statuses) = 0 or list_contains(statuses, 'occurred'));
