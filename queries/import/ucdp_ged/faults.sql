-- What is odd in these rows of UCDP GED, beside what is looked for in every dataset?
select
    'warn' as level, file_row_number as row_number, id::varchar as native_id,
    'its best estimate is not the sum of its parts' as reason, 1 as several
from kept
where best <> deaths_a::bigint + deaths_b + deaths_civilians + deaths_unknown
union all
select 'warn', file_row_number, id::varchar, 'its type of violence is not 1, 2 or 3', 1
from kept
where coalesce(type_of_violence not between 1 and 3, true)
union all
select 'note', file_row_number, id::varchar, 'it was split out of a reported total, so it is no incident of its own', 1
from kept
where event_clarity = 2
union all
select 'note', file_row_number, id::varchar, 'its coders marked it ' || code_status || ', not Clear', 1
from kept
where code_status <> 'Clear'
union all
select 'warn', file_row_number, id::varchar, 'how exact its place or its date is stays open, so it counts as of its country or year', 1
from kept
where coalesce(where_prec not between 1 and 7 or date_prec not between 1 and 5, true)
union all
select
    'warn', null, place_name,
    'it shares the point ' || lat || ', ' || lon || ' with many others, which is not where each of them happened', count(*)
from told
where place_precision <> 'exact' or uncertainty_km > 2
group by place_name, lat, lon
having count(*) >= 20
union all
select 'warn', row_number, native_id, 'its point lies outside of the country that it names', 1
from told
where not (lat between 43 and 51 and lon between 38 and 42 or abs(lat) > 90 or abs(lon) > 180 or (lat = 0 and lon = 0))
    and case country
        when 'ARM' then not (lat between 38.8 and 41.4 and lon between 43.4 and 46.7)
        when 'AZE' then not (lat between 38.3 and 42 and lon between 44.7 and 51)
    end
order by level, reason, row_number;
