-- Which tellings go together: in each round, those groups join that are each other's likeliest, over all their pairs.
-- The mean over all pairs keeps a chain of likenesses, such as a week of fighting, from becoming one happening; a pair
-- that is not compared counts as unlikely. A group bears the lowest number in it, and two curated rows never join.
create temp table happenings as
with recursive compared as (
    select one, other, points + 30 as points
    from likely
    where one in (select unnest([one, other]) from likely where points > 0)
        and other in (select unnest([one, other]) from likely where points > 0)
),
groups(turn, number, happening) as (
    select 0, number, number from (select one as number from compared union select other from compared)
    union all
    (
        with sizes as (
            select happening, count(*) as size from groups group by happening
        ),
        means as (
            select
                least(a.happening, b.happening) as one,
                greatest(a.happening, b.happening) as other,
                sum(points) as points
            from compared
            join groups as a on a.number = compared.one
            join groups as b on b.number = compared.other
            where a.happening <> b.happening
            group by all
        ),
        possible as (
            -- Of equals, a draw decides, for else many copies of one report would join one by one.
            select
                one, other, points / (a.size * b.size) as mean,
                (one::bigint * 40503 + other::bigint * 30011) % 65521 as draw
            from means
            join sizes as a on a.happening = one
            join sizes as b on b.happening = other
            where points > 30 * a.size * b.size and other > (select count(*) from tellings where curated)
        ),
        wanted as (
            select *, unnest([one, other]) as wanting from possible
        ),
        best as (
            select one, other
            from wanted
            qualify row_number() over (partition by wanting order by mean desc, draw, one, other) = 1
        ),
        joined as (
            select one, other from best group by one, other having count(*) = 2
        )
        select turn + 1, number, coalesce(joined.one, happening)
        from groups
        left join joined on joined.other = happening
        where exists (from joined)
    )
)
select number, happening
from groups
where turn = (select max(turn) from groups);
