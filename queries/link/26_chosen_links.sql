-- Which pairs are linked: those that are the same, and those that may overlap because they are too rough to tell apart.
-- Of the latter each row keeps the five likeliest of each other teller.
create temp table chosen_links as
with own as (
    select one as number, standing from matched_links where same and told_by = 'own'
),
consistent as (
    -- Two rows that are told as two happenings of our own are not one.
    select matched.* exclude (same), same and not coalesce(a.standing <> b.standing, false) as same
    from matched_links as matched
    left join own as a on a.number = one
    left join own as b on b.number = other
),
taken_one as (
    select distinct one, told_by from consistent where same
),
taken_standing as (
    select distinct standing, teller from consistent where same
),
open as (
    select consistent.*
    from consistent
    left join taken_one as a using (one, told_by)
    left join taken_standing as b using (standing, teller)
    -- What could be told apart and was is another happening; a meeting and its document, or days and a day, may overlap.
    where not same and not (can_match and told_apart and not lumped and (a.one is not null or b.standing is not null))
),
ranked as (
    select
        *,
        row_number() over (partition by one, told_by order by points desc, standing) as rank_of_one,
        row_number() over (partition by standing, teller order by points desc, one) as rank_of_standing
    from open
)
select one, other, standing, points, 'same' as kind from consistent where same
union all
select one, other, standing, points, 'may_overlap' from ranked where rank_of_one <= 5 and rank_of_standing <= 5;
