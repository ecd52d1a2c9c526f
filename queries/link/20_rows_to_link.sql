-- The rows that may be linked across datasets: imported ones, and our own that have a day, each with what it leaves open.
-- The teller is the dataset; our own two kinds of rows are linked already and tell as one.
create temp table rows_to_link as
with bits as (
    -- As in the sides of tellings: who is part of another shares its bit, Armenia and Karabakh's Armenians have one in
    -- common; who is known by a dataset's label alone has none.
    select
        actor_id,
        1::hugeint << ((row_number() over (order by actor_id) - 1) % 125)::integer
        | if(actor_id in ('ARM', 'NKR'), 1::hugeint << 125, 0::hugeint) as bit
    from actors
    where not starts_with(actor_id, 'label:')
),
sides as (
    select
        event_actors.event_id,
        coalesce(bit_or(bit) filter (where role in ('source', 'participant')), 0) as doers,
        coalesce(bit_or(bit) filter (where role in ('target', 'participant')), 0) as receivers
    from event_actors
    join members on members.member_id = event_actors.actor_id
    join bits on bits.actor_id = members.actor_id
    group by event_actors.event_id
)
select
    (row_number() over (order by import_id is not null, events.dataset, events.event_id))::integer as number,
    events.event_id, events.happening_id, import_id is not null as imported,
    if(import_id is null, 'own', events.dataset) as teller, event_type,
    -- A document of an agreement and the meeting that brought it are told under either type.
    if(event_type in ('AGREE', 'CONSULT'), 'TALK', event_type) as family,
    -- A week may be any within which the day lies.
    case events.day_precision
        when 'week' then least(day_start, day_end - 6)
        when 'month' then date_trunc('month', day_start)::date
        when 'year' then date_trunc('year', day_start)::date
        else day_start
    end as first_day,
    case events.day_precision
        when 'week' then greatest(day_end, day_start + 6)
        when 'month' then last_day(day_end)
        when 'year' then last_day(date_trunc('year', day_end)::date + interval 11 months)
        else day_end
    end as last_day,
    last_day - first_day as days,
    events.day_precision in ('month', 'year') as rough_day,
    coalesce(doers, 0) as doers, coalesce(receivers, 0) as receivers, coalesce(doers | receivers, 0) as parties,
    events.place_id,
    coalesce(places.precision, place_precision) as level,
    -- Kilometres on a plane at the latitude of Karabakh, quick to compare and right to one in a hundred there.
    if(level = 'country', null, 111.2 * coalesce(places.lat, events.lat)) as north,
    if(level = 'country', null, 85.1 * coalesce(places.lon, events.lon)) as east,
    coalesce(places.uncertainty_km, events.uncertainty_km, 2) as within_km,
    coalesce(level in ('exact', 'district') and coalesce(places.lat, events.lat) is not null, false) as placed,
    coalesce(deaths_low, deaths_best, deaths_high) as fewest,
    coalesce(deaths_best, deaths_low, deaths_high) as killed,
    coalesce(deaths_high, deaths_best, deaths_low) as most
from events
left join sides using (event_id)
left join places on places.place_id = events.place_id
where day_start is not null
    and (import_id is not null or (status <> 'planned' and exists (from imports)));
