-- Deaths of our own rows that are negative, or whose low, best and high figures are out of order; a dataset's stay.
select event_id, deaths_low, deaths_best, deaths_high
from (
    select event_id, deaths_low, deaths_best, deaths_high from events where import_id is null
    union all
    select event_id, deaths_low, deaths_best, deaths_high from claims
)
where least(deaths_low, deaths_best, deaths_high) < 0
    or deaths_low > deaths_high
    or deaths_best not between coalesce(deaths_low, deaths_best) and coalesce(deaths_high, deaths_best)
order by event_id;
