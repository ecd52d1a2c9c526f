-- Rows of a dataset that people coded become events of the edition, each the claim of its dataset.
create or replace temp table incoming as
with spots as (
    select
        lower(strip_accents(place_names.name)) as name, any_value(places.place_id order by places.place_id) as place_id,
        any_value(places.lon order by places.place_id) as lon, any_value(places.lat order by places.place_id) as lat
    from place_names
    join places using (place_id)
    where places.precision = 'exact'
    group by all
)
select
    $dataset || ':' || told.native_id as event_id,
    told.*,
    case
        -- The gazetteer's place is meant where name and coordinates agree to 15 km.
        when told.place_precision = 'exact'
            and 111.2 * sqrt(power(spots.lat - told.lat, 2) + power((spots.lon - told.lon) * cos(radians(told.lat)), 2)) < 15
            then spots.place_id
    end as place_id,
    coalesce(a.actor_id, a.own_id) as actor_one,
    coalesce(b.actor_id, b.own_id) as actor_other
from told
left join spots on spots.name = lower(strip_accents(told.place_name))
left join labels as a on a.label is not distinct from told.actor_a and a.key is not distinct from told.actor_a_key
left join labels as b on b.label is not distinct from told.actor_b and b.key is not distinct from told.actor_b_key
where $dataset || ':' || told.native_id not in (select event_id from events);

insert into events by name
select
    event_id, $dataset as dataset, event_id as happening_id, day_start, day_end, day_precision,
    coalesce(event_type, 'OTHER') as event_type, coalesce(($quads::json ->> event_type)::tinyint, 0) as quad, status,
    coalesce(words, native_type) as headline, place_id, place_name, lon, lat, place_precision, uncertainty_km,
    deaths_low, deaths_best, deaths_high, intensity, native_type, $import_id as import_id, true as verified
from incoming;

insert into event_actors by name
with sides as (
    select event_id, unnest(if(directed or actor_other is null, ['source'], ['source', 'target', 'participant'])) as role,
        actor_one as actor_id
    from incoming
    union all
    select event_id, unnest(if(directed, ['target'], ['source', 'target', 'participant'])), actor_other
    from incoming
)
select distinct event_id, actor_id, role from sides where actor_id is not null;

insert into evidence by name
select event_id, $import_id as source_id, quote, 'imported' as method from incoming;

insert into originals
select incoming.event_id, json_merge_patch(to_json(kept), '{"file_row_number": null}')
from kept
join incoming on incoming.row_number = kept.file_row_number;
