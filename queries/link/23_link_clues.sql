-- What speaks for and against each pair, in the words that the method of a link gives.
create temp table link_clues as
select
    a.number as one, a.event_id as one_id, b.number as other, a.teller as teller, b.teller as told_by, a.family,
    a.event_type = b.event_type as same_type,
    -- Whether rows so rough can be told apart at all.
    not a.rough_day and not b.rough_day and greatest(a.days, b.days) <= 14
    and (a.family = 'TALK' or (a.placed and b.placed)) as can_match,
    a.first_day <= b.last_day and b.first_day <= a.last_day as meet,
    a.days + b.days as days, a.days - b.days as longer,
    a.first_day = b.first_day and a.last_day = b.last_day as alike,
    a.rough_day::integer + b.rough_day::integer as rough_days,
    a.level is not null and b.level is not null as both_placed,
    a.place_id = b.place_id as same_place,
    a.placed and b.placed as both_pinned,
    sqrt((a.north - b.north) ** 2 + (a.east - b.east) ** 2) as km,
    a.within_km + b.within_km as within_km,
    if(
        a.parties = 0 or b.parties = 0,
        null,
        bit_count(a.parties & b.parties) / least(bit_count(a.parties), bit_count(b.parties))
    ) as parties,
    if(
        a.parties = 0 or b.parties = 0, null, bit_count(a.parties & b.parties) / bit_count(a.parties | b.parties)
    ) as all_parties,
    -- Each names a doer and one who bears it, and the doers have nothing in common.
    a.doers <> a.receivers and b.doers <> b.receivers and a.doers <> 0 and b.doers <> 0 and a.doers & b.doers = 0
    as reversed,
    case
        when a.killed is null or b.killed is null then 'unknown'
        when a.killed = b.killed and a.killed > 2 then 'same'
        when a.killed = b.killed and a.killed > 0 then 'few'  -- one man is killed on many days
        when a.most = 0 and b.most = 0 then 'none'
        when a.fewest <= b.most and b.fewest <= a.most and least(a.most, b.most) > 0
            then if(least(a.killed, b.killed) > 2, 'alike', 'close')
        -- The row that tells of more days or of a wider place counts more deaths.
        when not can_match and (a.days, not a.placed) > (b.days, not b.placed) and a.most > b.most then 'part'
        when not can_match and (b.days, not b.placed) > (a.days, not a.placed) and b.most > a.most then 'part'
        when abs(a.killed - b.killed) <= 1 and least(a.most, b.most) > 0 then 'close'
        when least(a.killed, b.killed) * 1.5 >= greatest(a.killed, b.killed) then 'close'
        when least(a.killed, b.killed) * 3 >= greatest(a.killed, b.killed) then 'other'
        when least(a.most, b.most) = 0 and greatest(a.killed, b.killed) <= 2 then 'other'
        else 'far'
    end as toll,
    coalesce(
        len(list_intersect(one_words.words, other_words.words))
        / greatest(least(len(one_words.words), len(other_words.words)), 6),
        0
    ) as words
from pairs_to_link
join rows_to_link as a on a.number = one
join rows_to_link as b on b.number = other
left join words_to_link as one_words on one_words.number = one
left join words_to_link as other_words on other_words.number = other;
