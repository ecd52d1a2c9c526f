-- What in these rows cannot be read as the mapping says, and what looks odd?
with looked_at as (
    select
        *,
        lat between 43 and 51 and lon between 38 and 42 as exchanged,
        avg(exchanged::int) over () > 0.5 as mostly
    from told
    join dated on dated.file_row_number = told.row_number
),
counts as (
    select row_number, native_id, unnest([low_cell, best_cell, high_cell]) as cell,
        unnest([said('deaths_low'), said('deaths_best'), said('deaths_high')]) as name
    from looked_at
),
wrong as (
    select row_number, native_id,
        case
            when regexp_matches(first_cell, '^(\p{L}{3}-\d{1,2}|\d{1,2}-\p{L}{3})$')
                then '“' || first_cell || '” is no date any more: Excel has changed it; write it anew in the table'
            when first_cell is null then 'it has no date'
            when day_start is null
                then '“' || first_cell || '” is not a date as format in [dates] has it'
            when day_end is null
                then '“' || last_cell || '” is not a date as format in [dates] has it'
            when lat_cell is not null and degrees_in(lat_cell) is null
                then '“' || lat_cell || '” in the column ' || said('lat') || ' is not a number whose decimal sign is “' || said('decimal') || '”'
            when lon_cell is not null and degrees_in(lon_cell) is null
                then '“' || lon_cell || '” in the column ' || said('lon') || ' is not a number whose decimal sign is “' || said('decimal') || '”'
            when (lat is null) <> (lon is null) then 'it has one coordinate and not the other'
            when exchanged and mostly
                then 'latitude ' || lat || ' and longitude ' || lon || ' look exchanged; exchange lat and lon in [columns]'
            when status_cell is not null and meaning('statuses', status_cell) is null
                then '“' || status_cell || '” in the column ' || said('status') || ' has no meaning in [statuses]; give it one'
            when precision_cell is not null and meaning('precisions', precision_cell) is null
                then '“' || precision_cell || '” in the column ' || said('precision') || ' has no meaning in [precisions]; give it one'
        end as reason
    from looked_at
    union all
    select row_number, native_id,
        if(regexp_matches(cell, '^(\p{L}{3}-\d{1,2}|\d{1,2}-\p{L}{3}|\d{4}-\d\d-\d\d.*)$'),
            '“' || cell || '” in the column ' || name || ' looks like a number that Excel took for a date; write it anew in the table',
            '“' || cell || '” in the column ' || name || ' is not a whole number')
    from counts
    where cell is not null and count_in(cell) is null
)
select 'reject' as level, row_number, native_id, min(reason) as reason
from wrong
where reason is not null
group by row_number, native_id
union all
select 'warn', row_number, native_id, 'latitude ' || lat || ' and longitude ' || lon || ' may be exchanged'
from looked_at
where exchanged and not mostly
union all
select 'note', row_number, native_id, '“' || native_type || '” has no PLOVER type in [types], and the event is of no known type'
from looked_at
where event_type is null and native_type is not null
order by level, reason, row_number;
