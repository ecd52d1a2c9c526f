-- An event whose precision does not fit its days: one day is one, and a month or a year is not left.
select event_id, day_start, day_end, day_precision
from events
where (day_precision = 'day' and day_start <> day_end)
    or (day_precision <> 'unknown' and day_start is null)
    or (import_id is null and day_precision = 'month' and date_trunc('month', day_start) <> date_trunc('month', day_end))
    or (import_id is null and day_precision = 'year' and year(day_start) <> year(day_end))
    or day_precision not in ('day', 'days', 'week', 'month', 'year', 'unknown')
order by event_id;
