-- What each party states where the statements differ.
insert into claims by name
select
    event_id,
    claimant,
    claim,
    deaths_low::integer as deaths_low,
    deaths_best::integer as deaths_best,
    deaths_high::integer as deaths_high,
    list_transform(string_split(sources, ';'), lambda part: trim(part)) as source_ids
from table_of($data || '/curated/claims.csv');
