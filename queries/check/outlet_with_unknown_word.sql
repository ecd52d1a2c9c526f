-- An outlet in a country, of a side or of a kind of owner that is not in the codebook, or without the source that says so.
select outlet, country, side, ownership
from outlets
where not list_contains($iso_codes, country)
    or side not in (
        'armenian', 'azerbaijani', 'karabakh_armenian', 'russian', 'turkish', 'western', 'international', 'other'
    )
    or ownership not in ('state', 'public', 'private', 'organisation', 'international')
    or source is null
order by outlet;
