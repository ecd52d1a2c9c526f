-- An outlet in a country that is none, or of a side or a kind of owner that is not in the codebook.
select outlet, country, side, ownership
from outlets
where not list_contains($iso_codes, country)
    or side not in (
        'armenian', 'azerbaijani', 'karabakh_armenian', 'russian', 'turkish', 'western', 'international', 'other',
        'project'
    )
    or ownership not in ('state', 'public', 'private', 'organisation', 'international')
order by outlet;
