-- An actor whom only a dataset names becomes one of the edition, under the label that was published.
insert into actors by name
select distinct on (own_id) own_id as actor_id, 'group' as kind, label as name, left(label, 28) as short
from labels
where actor_id is null and own_id is not null and own_id not in (select actor_id from actors)
order by own_id, label;
