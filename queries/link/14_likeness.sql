-- How likely two tellings mean the same happening: points for each clue, ten of them a step of e in the odds.
-- The points are a logistic regression on gold articles, as people and as the coder coded them, rounded. Above 0 it is
-- likely enough; that is a little below even odds, since a coder leaves out many a date, place or name.
create temp table likely as
with weighed as (
    select
        one, other,
        -46
        + case
            when alike and days > 0 then 32  -- the same three days, the same month
            when meet and days = 0 then 25
            when meet and days <= 62 then 21
            when meet then 0  -- sometime in a year
            when not meet then -5
            when after < -1 then -16
            when after <= 3 then 3
            when after > 3 then -4
            when between_articles <= 3 then 5  -- neither has a date, but both may be the news of the day
            else -18
        end
        + if(recalled, 4, 0)
        + if(same_article, -46, 0)  -- an article seldom tells a happening twice
        + coalesce(round(31 * doers), 22)
        + coalesce(round(13 * receivers), 15)
        + case
            when same_place then 6
            when placed = 2 and near then -12  -- a town and its district
            when placed = 2 then -16
            when placed = 1 then -5
            else 0
        end
        + if(named = 2 and not same_people, -10, 0)
        + case when same_toll then 18 when tolls = 1 then -5 else 0 end
        + case when same_track then 4 when not same_track then -8 else 0 end
        + if(disputed, -16, 0) as points
    from clues
),
worded as (
    select
        one, other, points + coalesce(
            round(40 * len(list_intersect(a.words, b.words)) / greatest(least(len(a.words), len(b.words)), 6)), 0
        ) as points
    from weighed
    left join telling_words as a on a.number = one
    left join telling_words as b on b.number = other
    where points > -45  -- words seldom make up for less
)
select one, other, points::integer as points
from worded
where points > -30;
