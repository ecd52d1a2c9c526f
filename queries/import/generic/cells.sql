-- The cells that the mapping names, each under the name of what it tells, and how days and numbers in them are read.
create or replace temp macro said(name) as getvariable('mapping')[name];
create or replace temp macro meaning(words, cell) as nullif(cast(json(said(words)) as map(varchar, varchar))[cell], '');

-- A day with the number of its month in place of the name, and without the time, the weekday's comma or an ordinal's ending.
create or replace temp macro plain_day(cell) as trim(regexp_replace(regexp_replace(
    regexp_replace(
        regexp_replace(cell, '[T ]+\d{1,2}:\d\d.*$|(\d)(?:(?:st|nd|rd|th|er)\b|-c[iıuü])', '\1'), '\p{L}{3,}',
        coalesce(meaning('months', lower(regexp_extract(cell, '\p{L}{3,}'))), '?')
    ), '\p{L}+\.?', ' ', 'g'
), '(\.?\s)\s*', '\1', 'g'));
-- A year of two figures is no year of the first century: formats must have it as %y.
create or replace temp macro of_our_time(day) as if(year(day) between 1000 and 9999, day, null);
create or replace temp macro day_in(cell) as coalesce(
    of_our_time(try_strptime(cell, cast(json(said('day_formats')) as varchar[]))::date),
    if(said('serial') = 'true' and regexp_full_match(cell, '\d{4,5}(\.\d+)?'), date '1899-12-30' + floor(cell::double)::int, null)
);
create or replace temp macro month_in(cell) as of_our_time(try_strptime(cell, cast(json(said('month_formats')) as varchar[]))::date);
create or replace temp macro year_in(cell) as if(regexp_full_match(cell, '[12]\d{3}(\.0+)?'), make_date(left(cell, 4)::int, 1, 1), null);
create or replace temp macro opens(cell) as coalesce(day_in(cell), month_in(cell), year_in(cell));
create or replace temp macro closes(cell) as coalesce(day_in(cell), last_day(month_in(cell)), (year_in(cell) + interval 1 year - interval 1 day)::date);
create or replace temp macro degrees_in(cell) as if(said('decimal') = ',' and contains(cell, '.'), null, try_cast(replace(cell, said('decimal'), '.') as double));
create or replace temp macro count_in(cell) as case
    when regexp_full_match(cell, '\d{1,3}([.,''’\s\x{00a0}\x{202f}]\d{3})+') then try_cast(regexp_replace(cell, '\D', '', 'g') as integer)
    when try_cast(replace(cell, ',', '.') as double) % 1 = 0 then try_cast(replace(cell, ',', '.')::double as integer)
end;
-- What the mapping says of all places, unless the gazetteer knows that one to be less than a spot.
create or replace temp macro coarser(known) as if(said('constant_precision') = 'exact' and known in ('district', 'region', 'country'), known, said('constant_precision'));

create or replace temp macro cell_of(cell) as nullif(trim(cell), '');
-- Several names in a cell stand in a list, or have a semicolon between them.
create or replace temp macro names_in(cell) as list_filter(
    if(regexp_full_match(cell, '\[.*\]'), try_cast(cell as varchar[]), string_split_regex(cell, '\s*[;|]\s*')), lambda name: name <> ''
);
create or replace temp macro in_role(parts, names) as list_transform(
    coalesce(flatten(list_transform(parts, lambda part: list_transform(names, lambda name: {'role': part, 'name': name}))), []),
    lambda one: {'role': one.role, 'name': one.name, 'key': coalesce(meaning('actors', one.name), one.name)}
);

create or replace temp view cells as
select
    file_row_number, 'row-' || left(md5(array_to_string(
        list_transform([*columns(* exclude ("·", file_row_number))], lambda cell: coalesce(cell, '')), chr(31)
    )), 16) as fingerprint,
    cell_of(columns(lambda c: c = said('id'))) as id, cell_of(columns(lambda c: c = said('date'))) as date_cell,
    cell_of(columns(lambda c: c = said('start'))) as start_cell, cell_of(columns(lambda c: c = said('end'))) as end_cell,
    cell_of(columns(lambda c: c = said('year'))) as year_cell, cell_of(columns(lambda c: c = said('month'))) as month_cell,
    cell_of(columns(lambda c: c = said('day'))) as day_cell, cell_of(columns(lambda c: c = said('date_precision'))) as days_known,
    names_in(cell_of(columns(lambda c: c = said('actor_a')))) as side_a, names_in(cell_of(columns(lambda c: c = said('actor_b')))) as side_b,
    names_in(cell_of(columns(lambda c: c = said('participants')))) as participants,
    names_in(cell_of(columns(lambda c: c = said('mediators')))) as mediators, names_in(cell_of(columns(lambda c: c = said('hosts')))) as hosts,
    names_in(cell_of(columns(lambda c: c = said('persons')))) as persons, cell_of(columns(lambda c: c = said('type'))) as type,
    cell_of(columns(lambda c: c = said('place'))) as place, cell_of(columns(lambda c: c = said('lat'))) as lat_cell,
    cell_of(columns(lambda c: c = said('lon'))) as lon_cell, cell_of(columns(lambda c: c = said('precision'))) as precision_cell,
    cell_of(columns(lambda c: c = said('status'))) as status_cell, cell_of(columns(lambda c: c = said('deaths_low'))) as low_cell,
    cell_of(columns(lambda c: c = said('deaths_best'))) as best_cell, cell_of(columns(lambda c: c = said('deaths_high'))) as high_cell,
    cell_of(columns(lambda c: c = said('headline'))) as headline, cell_of(columns(lambda c: c = said('claim'))) as claim, cell_of(columns(lambda c: c = said('url'))) as url,
    nullif(list_contains(cast(json(said('tracks')) as varchar[]), trim(columns(lambda c: c = said('track')))), false) as tracked, if(tracked, trim(columns(lambda c: c = said('track'))), null) as track,
    lower(cell_of(columns(lambda c: c = said('verified')))) not in ('false', 'no', '0', 'tidak', 'нет') as verified
from (select *, null::varchar as "·" from kept);
