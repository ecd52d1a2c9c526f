-- Rows of a dataset that people coded become events of the edition, each the claim of its dataset.
insert into events by name
select
    event_id, $dataset as dataset, event_id as happening_id, day_start, day_end, day_precision,
    coalesce(event_type, 'OTHER') as event_type, coalesce(($quads::json ->> event_type)::tinyint, 0) as quad, status,
    coalesce(words, native_type) as headline, place_id, place_name, lon, lat, place_precision, uncertainty_km,
    deaths_low, deaths_best, deaths_high, intensity, native_type, claim_actor_id, $import_id as import_id,
    coalesce(verified, true) as verified, track
from incoming;

-- A list of parties is free text: each line names those whom an alias finds in it, and nobody else.
create or replace temp table listed as
with lines as (
    select event_id, directed, false as third, unnest(parties) as line from incoming
    union all
    select event_id, directed, true, unnest(mediators) from incoming
)
select event_id, actor_id, directed, third
from lines
join actor_aliases
    on list_contains(string_split(actor_aliases.datasets, ' '), $dataset)
    and regexp_full_match(lines.line, actor_aliases.label, 'i');

insert into event_actors by name
with sides as (
    select event_id, unnest(if(directed or actor_other is null, ['source'], ['source', 'target', 'participant'])) as role,
        actor_one as actor_id
    from incoming
    union all
    select event_id, unnest(if(directed, ['target'], ['source', 'target', 'participant'])), actor_other
    from incoming
    union all
    select event_id, unnest(if(directed, ['source'], ['source', 'target', 'participant'])), actor_id
    from listed
    where not third
    union all
    select event_id, one.role, coalesce(labels.actor_id, labels.own_id)
    from (select event_id, unnest(roles) as one from incoming) as told_so
    join labels on labels.label = one.name and labels.key = one.key
    union all
    select event_id, 'mediator', actor_id
    from listed as mediators
    where third
        and not exists (
            from listed as parties
            where parties.event_id = mediators.event_id and parties.actor_id = mediators.actor_id and not parties.third
        )
)
select distinct event_id, actor_id, role from sides where actor_id is not null;

insert into event_people by name
select event_id, person_id from (select event_id, unnest(persons) as person_id from incoming) semi join people using (person_id);

insert into evidence by name
select event_id, $import_id as source_id, quote, 'imported' as method from incoming;

insert into originals
select incoming.event_id, json_merge_patch(to_json(kept), '{"file_row_number": null}')
from kept
join incoming on incoming.row_number = kept.file_row_number;
