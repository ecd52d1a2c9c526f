-- Who acts and who is acted on, with everything they are part of, as sets of bits: millions of sides are compared.
-- An actor is a bit, and from the 126th on it shares one. Reports name Armenia and Karabakh's Armenians for one
-- another, so these two have one more bit in common.
create temp table telling_sides as
with bits as (
    select
        actor_id,
        1::hugeint << ((row_number() over (order by actor_id) - 1) % 125)::integer
        | if(actor_id in ('ARM', 'NKR'), 1::hugeint << 125, 0::hugeint) as bit
    from actors
)
select
    event_actors.event_id,
    coalesce(bit_or(bit) filter (where role = 'source'), 0) as doers,
    coalesce(bit_or(bit) filter (where role = 'target'), 0) as receivers
from event_actors
join members on members.member_id = event_actors.actor_id
join bits on bits.actor_id = members.actor_id
group by event_actors.event_id;
