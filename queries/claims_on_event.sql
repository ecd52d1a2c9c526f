-- What does each party say of one event ($event_id)?
select
    claims.claimant,
    actors.name,
    claims.claim,
    claims.deaths_low,
    claims.deaths_best,
    claims.deaths_high,
    list({'outlet': sources.outlet, 'title': sources.title, 'url': sources.url} order by sources.source_id) as sources
from claims
join actors on actors.actor_id = claims.claimant
left join sources on list_contains(claims.source_ids, sources.source_id)
where claims.event_id = $event_id
group by all
order by claims.claimant, claims.claim;
