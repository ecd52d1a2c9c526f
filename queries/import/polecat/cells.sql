-- The states by the names that the dataset gives them.
create or replace temp table countries as
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
