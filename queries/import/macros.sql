-- What the SQL of several datasets has in common.
-- The PLOVER type of every CAMEO code that there can be: that of the longest beginning which the table names.
create or replace temp macro cameo_types() as table
with codes as (
    select lpad(root::varchar, 2, '0') || rest.code as code
    from range(1, 21) as roots (root)
    cross join (
        select '' as code
        union all
        select base::varchar from range(10) as bases (base)
        union all
        select lpad(leaf::varchar, 2, '0') from range(100) as leaves (leaf)
    ) as rest
)
select codes.code, arg_max(types.event_type, length(types.code)) as event_type
from codes
join read_csv(getvariable('data') || '/datasets/cameo_types.csv', header = true, all_varchar = true) as types
    on starts_with(codes.code, types.code)
group by codes.code;

-- The states by the names that ICEWS and POLECAT give them.
create or replace temp macro states_by_name() as table
select name, any_value(actor_id) as actor_id
from (
    select unnest([name, short, actor_id]) as name, actor_id
    from read_csv(getvariable('data') || '/actors/actors.csv', header = true, all_varchar = true)
    where kind = 'state'
    union
    select key, actor_id
    from read_csv(getvariable('data') || '/datasets/actor_aliases.csv', header = true, all_varchar = true)
    where datasets = 'icews polecat' and key is not null
)
group by name
having count(distinct actor_id) = 1;
