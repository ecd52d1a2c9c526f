-- Each telling of a happening is tied to the row that lends the happening its name, and says why.
-- The score is the chance that the points give, as the mean over the other tellings; the method is of the likeliest.
insert into event_links by name
with numbered as (
    select number, event_id from tellings
),
both_ways as (
    select one as number, other, points, one, other as also from likely
    union all
    select other, one, points, one, other from likely
),
sizes as (
    select happening, count(*) as size from happenings group by happening
),
why as (
    select
        both_ways.number,
        a.happening,
        1 / (1 + exp(3 - sum(points + 30) / (any_value(size) - 1) / 10)) as score,
        arg_max(struct_pack(one := one, other := also), [points, -both_ways.other]) as pair
    from both_ways
    join happenings as a on a.number = both_ways.number
    join happenings as b on b.number = both_ways.other and b.happening = a.happening
    join sizes on sizes.happening = a.happening
    group by all
)
select
    telling.event_id,
    root.event_id as same_as,
    round(score, 3) as score,
    concat_ws(
        ', ',
        'type',
        case
            when alike and days = 0 then 'same day'
            when meet then 'days that meet'
            when not meet then 'days close by'
        end,
        case when doers = 1 then 'same doers' when doers > 0 then 'doers in common' end,
        case when receivers = 1 then 'same receivers' when receivers > 0 then 'receivers in common' end,
        case when same_place then 'same place' when placed = 2 and near then 'places close by' end,
        if(same_people, 'people in common', null),
        if(same_toll, 'same toll', null),
        if(same_track, 'same track', null)
    ) as method
from why
join clues on clues.one = pair.one and clues.other = pair.other
join numbered as telling on telling.number = why.number
join numbered as root on root.number = why.happening
where why.number <> why.happening;

update events
set happening_id = event_links.same_as
from event_links
where events.event_id = event_links.event_id;
