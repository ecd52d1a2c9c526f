-- Whom the labels of a dataset mean: by its own key, else by the label; who is not known keeps the published label.
create or replace temp table labels as
with named as (
    select actor_a as label, actor_a_key as key from told
    union
    select actor_b, actor_b_key from told
),
known as (
    select distinct
        named.label,
        named.key,
        arg_max(actor_aliases.actor_id, (actor_aliases.key is not null)::int) as actor_id
    from named
    join actor_aliases
        on list_contains(string_split(actor_aliases.datasets, ' '), $dataset)
        and (
            actor_aliases.key = named.key
            or regexp_full_match(named.label, actor_aliases.label, 'i')
        )
    group by named.label, named.key
)
select
    named.label,
    named.key,
    coalesce(known.actor_id, case when named.key in (select actor_id from actors) then named.key end) as actor_id,
    'label:' || left(trim(regexp_replace(lower(strip_accents(named.label)), '[^a-z0-9]+', '-', 'g'), '-'), 60) as own_id
from named
left join known on known.label is not distinct from named.label and known.key is not distinct from named.key
where named.label is not null or named.key is not null;
