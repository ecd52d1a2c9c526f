-- A place whose coordinates lie off the globe, or outside the box of the country it belongs to.
select place_id, country, lat, lon
from places
where lat not between -90 and 90
    or lon not between -180 and 180
    or (country = 'ARM' and (lat not between 38.8 and 41.4 or lon not between 43.4 and 46.7))
    or (country = 'AZE' and (lat not between 38.3 and 42.0 or lon not between 44.7 and 50.9))
    or (precision <> 'country' and (lat is null or lon is null))
    or precision not in ('exact', 'district', 'region', 'country')
order by place_id;
