-- What is odd in these documents of PA-X, beside what is looked for in every dataset?
select
    'note' as level, one.row_number, one.native_id,
    'another document of the same title, ' || other.native_id || ', is of ' || other.day_start
    || ': each is a document, both may be one deal' as reason
from told as one
join told as other
    on lower(one.quote) = lower(other.quote)
    and one.native_id <> other.native_id
    and abs(one.day_start - other.day_start) <= 7
union all
select 'warn', row_number, native_id, 'no party of it is named, so it stands without actors'
from told
where coalesce(len(parties), 0) = 0
union all
select 'note', row_number, native_id, 'it is a unilateral document: one side declares, nobody else has agreed'
from told
where directed
order by level, reason, row_number;
