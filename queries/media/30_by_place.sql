-- How many reports name each place: whole months from the roll-ups, the days at both ends of a range from the rows.
-- The first month that lies in a range as a whole, and the first day after the last one that does.
create macro first_whole_month(first_day) as
coalesce(
    case when first_day = date_trunc('month', first_day::date) then first_day::date
    else (date_trunc('month', first_day::date) + interval 1 month)::date end,
    date '0001-01-01'
);

create macro whole_months_until(last_day) as
coalesce(date_trunc('month', last_day::date + 1)::date, date '9999-12-31');

create macro reports_at_the_ends(first_day, last_day, actors, tracks, types, statuses, datasets, places) as table
select *
from selected_reports(first_day, last_day, actors, tracks, types, statuses, datasets, places)
where first_day is not null and day < first_whole_month(first_day)
union all
select *
from selected_reports(first_day, last_day, actors, tracks, types, statuses, datasets, places)
where last_day is not null
    and day >= greatest(whole_months_until(last_day), first_whole_month(first_day));

create macro reports_by_place(first_day, last_day, actors, tracks, types, statuses, datasets, places) as table
with whole as (
    select dataset, month, place_number, event_type, reports::bigint as reports
    from report_place_months
    where len(actors) = 0
    union all
    select dataset, month, place_number, event_type, reports::bigint
    from report_actor_place_months
    where actor in (select actor from wanted_actors(actors))
    union all
    select dataset, month, place_number, event_type, -reports::bigint
    from report_pair_place_months
    where one in (select actor from wanted_actors(actors)) and other in (select actor from wanted_actors(actors))
)
select dataset, place_number, event_type, reports
from whole
where dataset in (select try_cast(unnest(datasets) as report_dataset))
    and month >= first_whole_month(first_day)
    and month < whole_months_until(last_day)
    and len(tracks) = 0
    and len(places) = 0
    and (len(types) = 0 or event_type in (select try_cast(unnest(types) as report_type)))
    and (len(statuses) = 0 or list_contains(statuses, 'occurred'))
union all
select dataset, place_number, event_type, 1
from reports_at_the_ends(first_day, last_day, actors, tracks, types, statuses, datasets, places);
