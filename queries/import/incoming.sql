-- The rows of an import on their way to become events; of a row that several imports hold, the newest state stays.
create or replace temp table incoming as
with named as (  -- UCDP adds to a name what it is of
    select row_number, lat, lon, unnest([name, regexp_replace(name, ' (city|town|village)$', '')]) as name
    from (select *, lower(strip_accents(place_name)) as name from whole where place_precision = 'exact')
),
near as (
    select
        row_number, place_id,
        111.2 * sqrt(power(places.lat - named.lat, 2) + power((places.lon - named.lon) * cos(radians(named.lat)), 2)) as km
    from named
    join place_names on lower(strip_accents(place_names.name)) = named.name
    join places using (place_id)
    where places.precision = 'exact'
),
placed as (  -- the gazetteer's place is meant where name and coordinates agree to 15 km
    select row_number, arg_min(place_id, km) as place_id from near where km < 15 group by row_number
),
claimed as (  -- who says so is one of the actors, or stays unsaid
    select claim, any_value(actor_id) as claim_actor_id
    from (select distinct claim from whole)
    join actor_aliases
        on list_contains(string_split(datasets, ' '), $dataset) and regexp_full_match(claim, actor_aliases.label, 'i')
    group by claim
    having count(distinct actor_id) = 1
)
select
    $dataset || ':' || told.native_id as event_id, told.*, placed.place_id, claimed.claim_actor_id,
    coalesce(a.actor_id, a.own_id) as actor_one, coalesce(b.actor_id, b.own_id) as actor_other
from whole as told
left join placed using (row_number)
left join claimed using (claim)
left join labels as a on a.label is not distinct from told.actor_a and a.key is not distinct from told.actor_a_key
left join labels as b on b.label is not distinct from told.actor_b and b.key is not distinct from told.actor_b_key;

create or replace temp table twice as
select event_id, [coalesce(incoming.revision, 0)] || new.newness > [coalesce(revisions.revision, 0)] || old.newness as newer
from incoming
join events using (event_id)
join periods as old on old.import_id = events.import_id
join periods as new on new.import_id = $import_id
left join revisions using (event_id);

delete from incoming where event_id in (select event_id from twice where not newer);
delete from events where event_id in (select event_id from twice where newer);
delete from event_actors where event_id in (select event_id from twice where newer);
delete from evidence where event_id in (select event_id from twice where newer);
delete from originals where event_id in (select event_id from twice where newer);
delete from revisions where event_id in (select event_id from twice where newer);

insert into revisions select event_id, revision from incoming where revision is not null;
