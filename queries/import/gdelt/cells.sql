-- The PLOVER type of every CAMEO code that there can be: that of the longest beginning which the table names.
create or replace temp table cameo as
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
