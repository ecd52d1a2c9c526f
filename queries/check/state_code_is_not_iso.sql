-- A state whose id is not an ISO 3166 code, or a place in a country without one.
select actor_id as code, name
from actors
where kind = 'state' and not list_contains($iso_codes, actor_id)
union all
select country, name
from places
where country is not null and not list_contains($iso_codes, country)
order by code, name;
