-- Which places do media name? Reports per place and machine-coded dataset, and how many name none or a whole country.
with placed as (
    select dataset, place_number, sum(reports)::bigint as reports
    from reports_by_place($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places)
    group by dataset, place_number
)
select
    placed.dataset::varchar as dataset,
    coalesce(places.name, report_places.name, 'a country, or none') as place,
    report_places.lon,
    report_places.lat,
    coalesce(report_places.precision, 'country') as place_precision,
    any_value(report_places.uncertainty_km) as uncertainty_km,
    sum(placed.reports)::bigint as reports,
    sum(placed.reports) filter (where report_places.published_lon is not null)::bigint as moved
from placed
left join report_places using (place_number)
left join places using (place_id)
where placed.reports > 0
group by all
order by dataset, reports desc, place, report_places.lon, report_places.lat;
