-- How many reports name each pair of actors, in the same way.
create macro reports_by_pair(first_day, last_day, actors, tracks, types, statuses, datasets, places) as table
select dataset, source, target, quad, reports::bigint as reports, report_pair_months.first_day, report_pair_months.last_day
from report_pair_months
where dataset in (select try_cast(unnest(datasets) as report_dataset))
    and month >= first_whole_month(first_day)
    and month < whole_months_until(last_day)
    and len(tracks) = 0
    and (len(types) = 0 or event_type in (select try_cast(unnest(types) as report_type)))
    and (len(statuses) = 0 or list_contains(statuses, 'occurred'))
    and (
        len(actors) = 0
        or source in (select actor from wanted_actors(actors))
        or target in (select actor from wanted_actors(actors))
    )
union all
select dataset, source, target, quad, 1, day, day
from reports_at_the_ends(first_day, last_day, actors, tracks, types, statuses, datasets, places)
where source is not null and target is not null and source <> target;
