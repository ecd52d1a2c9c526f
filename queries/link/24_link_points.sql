-- How likely the two rows of a pair mean one happening: points for each clue, ten of them a step of e in the odds.
-- They were set by hand and checked on the development half of the hand-marked pairs; above 0 is likelier than not.
create temp table link_points as
select
    *,
    case when family = 'TALK' then -42 when family = 'ASSAULT' then -45 else -54 end
    + case
        when meet and days = 0 then 26  -- the same day
        when meet and family = 'TALK' and days <= 3 then 24
        when alike and days <= 14 then 26
        when meet and rough_days = 0 and days <= 7 then 18
        when meet and rough_days = 0 then 11  -- sometime in a week or two
        when meet and days <= 62 then 6  -- in a month
        when meet then -6
        else 3  -- the day before or after
    end
    + case
        when family = 'TALK' and same_place then 8
        when family = 'TALK' and km > within_km + 2 then -16
        when family = 'TALK' then 0
        when same_place or (both_pinned and km <= 5) then 20
        when both_pinned and km <= 15 then 12
        when both_pinned then 6
        else 0  -- somewhere in a region
    end
    + case
        when family = 'TALK' then coalesce(round(10 * parties + 12 * all_parties), 6)
        when reversed then -20
        else coalesce(round(14 * parties), 8)
    end
    + case
        when family not in ('TALK', 'ASSAULT') then 0
        when family = 'TALK' then if(same_type, 8, -10)
        when toll = 'same' then 18
        when toll = 'alike' then 16
        when toll = 'few' then 7
        when toll = 'close' then 6
        when toll = 'none' then 4
        when toll = 'part' then -4
        when not can_match then -12
        when toll = 'other' then -16
        when toll = 'far' then -32
        else 0
    end
    + if(family = 'ASSAULT', 0, round(32 * words)) as points
from link_clues;
