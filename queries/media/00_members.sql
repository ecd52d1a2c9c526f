-- An actor and everything that rolls up to it, as a table: each question plans quicker than over the tree itself.
insert into members
with recursive tree(actor_id, member_id) as (
    select actor_id, actor_id from actors
    union
    select tree.actor_id, actors.actor_id
    from tree
    join actors on actors.part_of = tree.member_id
)
select actor_id, member_id
from tree
order by actor_id, member_id;
