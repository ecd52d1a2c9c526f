-- A talk whose format, level or outcome is not in the codebook.
select event_id, format, level, outcome
from talks
where format not in (
        'bilateral', 'trilateral', 'co_chairs', 'multilateral', 'shuttle', 'call', 'commission', 'session',
        'conference', 'letter'
    )
    or level not in ('heads', 'ministers', 'envoys', 'experts')
    or outcome not in ('agreement', 'statement', 'no_result', 'cancelled', 'planned')
order by event_id;
