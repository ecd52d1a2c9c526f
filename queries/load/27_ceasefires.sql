-- When each ceasefire took effect, and when its first breach was reported.
insert into ceasefires by name
select
    event_id,
    in_force_at::timestamp as in_force_at,
    in_force_precision,
    announced_by,
    breach_id,
    breach_from::timestamp as breach_from,
    breach_to::timestamp as breach_to,
    breach_precision,
    list_transform(list_filter(string_split(coalesce(reported_by, ''), ';'), lambda x: trim(x) <> ''), lambda x: trim(x))
        as reported_by,
    note
from table_of($data || '/curated/ceasefires.csv');
