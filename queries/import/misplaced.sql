-- Points that many rows share or that lie outside of the country: what datasets of incidents with a point for each warn of.
create temp view misplaced as
select
    'warn' as level, null::bigint as row_number, place_name as native_id,
    'it shares the point ' || lat || ', ' || lon || ' with many others, which is not where each of them happened' as reason,
    count(*) as several
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
    end;
