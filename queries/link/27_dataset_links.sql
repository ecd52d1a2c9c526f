-- Each imported row is linked to our own happenings and to the rows of other datasets; none is merged.
-- The score is the chance that the points give.
insert into event_links by name
select
    one_id as event_id,
    standing_id as same_as,
    kind,
    round(1 / (1 + exp(-points / 10)), 3) as score,
    concat_ws(
        ', ',
        'dataset: ' || case
            when meet and days = 0 then 'same day'
            when meet and rough_days > 0 then 'days that may meet'
            when meet then 'days meet'
            else 'a day apart'
        end,
        case
            when same_place or (both_pinned and km <= 5) then 'same place'
            when both_pinned then 'places ' || round(km)::integer || ' km apart'
            when both_placed then 'place in a region'
        end,
        case
            when reversed then 'sides exchanged'
            when all_parties = 1 then 'both sides'
            when parties = 1 then 'sides in common'
            when parties > 0 then 'a side in common'
        end,
        case
            when toll in ('same', 'few') then 'same toll'
            when toll in ('alike', 'close') then 'toll alike'
            when toll = 'none' then 'no deaths'
            when toll in ('other', 'far') then 'toll differs'
        end,
        if(words > 0, 'words in common', null)
    ) as method
from chosen_links
join link_clues using (one, other)
join (
    select number as standing, if(imported, event_id, happening_id) as standing_id from rows_to_link
) as roots using (standing);

-- An imported row shares the happening of our own row that it is the same as, so that both count once.
update events
set happening_id = event_links.same_as
from event_links
join events as own on own.event_id = event_links.same_as and own.import_id is null
where events.event_id = event_links.event_id and events.import_id is not null and event_links.kind = 'same';
