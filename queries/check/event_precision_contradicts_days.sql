-- An event whose precision does not fit its days: one day is one, a month starts on its first.
select event_id, day_start, day_end, day_precision
from events
where (day_precision = 'day' and day_start <> day_end)
    or (day_precision = 'unknown') <> (day_start is null)
    or (day_precision = 'month' and (day(day_start) <> 1 or day_end <> last_day(day_end)))
    or (day_precision = 'year' and (dayofyear(day_start) <> 1 or day_end <> make_date(year(day_end), 12, 31)))
    or day_precision not in ('day', 'days', 'week', 'month', 'year', 'unknown')
order by event_id;
