-- Pairs of rows of two tellers that may mean one happening: alike in kind, days and places within reach, a party in common.
-- Short windows meet on a day, rough ones in a month, so that each row is compared with few. Reports of one act may
-- differ by a day, for it was night.
create temp table pairs_to_link as
with windows as (
    select
        number, imported, teller, family, parties, north, east, within_km, first_day, last_day,
        case when rough_day then 'rough' when days > 14 then 'long' else 'short' end as span
    from rows_to_link
),
a_by_day as (
    select *, unnest(generate_series(first_day - 1, last_day + 1, interval 1 day))::date as day
    from windows
    where span = 'short' and imported
),
b_by_day as (
    select *, unnest(generate_series(first_day, last_day, interval 1 day))::date as day from windows where span = 'short'
),
-- What went on for weeks is made of many acts and the same as none of them; what is rough may be any of them.
by_month as (
    select
        *,
        unnest(generate_series(date_trunc('month', first_day), date_trunc('month', last_day), interval 1 month)) as month
    from windows
),
a_by_month as (
    select
        *,
        unnest(case span
            when 'rough' then ['short', 'long', 'rough']
            when 'long' then ['long', 'rough']
            else ['rough']
        end) as meets
    from by_month
    where imported
)
select a.number as one, b.number as other
from a_by_day as a
join b_by_day as b
    on a.family = b.family and a.day = b.day and a.day = greatest(a.first_day - 1, b.first_day)
    and b.number < a.number and a.teller <> b.teller
    and (a.parties & b.parties <> 0 or a.parties = 0 or b.parties = 0)
    and (
        a.family = 'TALK'
        or coalesce((a.north - b.north) ** 2 + (a.east - b.east) ** 2 <= (a.within_km + b.within_km + 2) ** 2, true)
    )
union all
select a.number, b.number
from a_by_month as a
join by_month as b
    on a.family = b.family and a.month = b.month and a.meets = b.span
    and a.month = date_trunc('month', greatest(a.first_day, b.first_day))
    and b.number < a.number and a.teller <> b.teller
    and a.first_day <= b.last_day and b.first_day <= a.last_day
    and (a.parties & b.parties <> 0 or a.parties = 0 or b.parties = 0)
    and (
        a.family = 'TALK'
        or coalesce((a.north - b.north) ** 2 + (a.east - b.east) ** 2 <= (a.within_km + b.within_km + 2) ** 2, true)
    );
