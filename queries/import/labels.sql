-- Whom the labels of a dataset mean: by its own key, else by the label; who is not known keeps the published label.
-- Only some datasets tell these: when a row was last changed, whole lists of parties, third parties and people, roles
-- that are told name by name, the track of diplomacy, and whether a source says so.
create or replace temp view whole as
select * from told
union all by name
select
    null::bigint as revision, null::varchar[] as parties, null::varchar[] as mediators, null::varchar[] as persons,
    null::struct(role varchar, name varchar, key varchar)[] as roles, null::varchar as track, null::boolean as verified
where false;

create or replace temp table labels as
with named as (
    select actor_a as label, actor_a_key as key from whole
    union
    select actor_b, actor_b_key from whole
    union
    select one.name, one.key from (select unnest(roles) as one from whole)
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
    'label:' || coalesce(
        nullif(left(trim(regexp_replace(lower(strip_accents(named.label)), '[^\p{L}\p{N}]+', '-', 'g'), '-'), 60), ''),
        left(md5(named.label), 12)  -- signs alone
    ) as own_id
from named
left join known on known.label is not distinct from named.label and known.key is not distinct from named.key
where named.label is not null or named.key is not null;
