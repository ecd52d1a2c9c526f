-- Which pairs are the same: a row is the same as one row of each other teller at most, each the likeliest of the other.
-- So the rows of a dataset never become one by way of a third. Where two are equally likely, neither is taken.
create temp table likely_links as
with roots as (
    -- Of our own rows the happening is meant, whichever telling is likest.
    select number, min(number) over (partition by happening_id) as root from rows_to_link where not imported
)
select
    one, coalesce(root, other) as standing, any_value(teller) as teller, any_value(told_by) as told_by,
    arg_max(other, points) as other, max(points)::smallint as points,
    arg_max(can_match, points) as can_match, arg_max(longer, points) as longer,
    arg_max(family = 'ASSAULT' and meet and (same_place or (both_pinned and km <= 5)), points) as at_its_place,
    arg_max(same_type and (days = 0 or not meet or family <> 'ASSAULT'), points) as told_apart
from link_points
left join roots on roots.number = other
-- A day apart is near enough where the rest is exact, not where it is rough.
where points > if(family = 'TALK', -20, -33) and (meet or (can_match and points > -10))
group by one, standing;

create temp table matched_links as
with of_one as (
    select one, told_by, max(points) as best, list_last(max(points, 2)) as second, count(*) as pairs,
        list_last(max(points, 5)) as fifth, count(*) filter (where at_its_place) as at_its_place
    from likely_links
    group by one, told_by
),
of_standing as (
    select standing, teller, max(points) as best, list_last(max(points, 2)) as second, count(*) as pairs,
        list_last(max(points, 5)) as fifth, count(*) filter (where at_its_place) as at_its_place
    from likely_links
    group by standing, teller
)
select
    likely_links.*,
    -- A row of several days that meets several rows at its place tells of them together.
    coalesce((longer > 0 and a.at_its_place > 1) or (longer < 0 and b.at_its_place > 1), false) as lumped,
    can_match and not lumped and points > 0 and points = a.best and points = b.best
    and (a.pairs = 1 or a.second < points) and (b.pairs = 1 or b.second < points) as same
from likely_links
join of_one as a using (one, told_by)
join of_standing as b using (standing, teller)
where points >= a.fifth and points >= b.fifth;
