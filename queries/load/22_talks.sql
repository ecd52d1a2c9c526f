-- Format, level and outcome of each talk.
insert into talks by name
select
    event_id,
    format,
    level,
    outcome,
    outcome_text
from table_of($data || '/curated/talks.csv');
