-- Which rows of the table are imported? All that are not empty, unless the mapping names a column and its values, or the box.
create temp view relevant as
select given.* exclude ("·")
from given
where list_count([*columns(*)]) > 0
    and (
        getvariable('mapping').rows_column = '·'
        or list_contains(
            cast(json(getvariable('mapping').rows_values) as varchar[]),
            trim(columns(lambda c: c = getvariable('mapping').rows_column))
        )
    )
    and (
        getvariable('mapping').rows_in_box = 'false'
        or try_cast(replace(columns(lambda c: c = getvariable('mapping').lat), getvariable('mapping').decimal, '.') as double)
            between 38 and 42
    )
    and (
        getvariable('mapping').rows_in_box = 'false'
        or try_cast(replace(columns(lambda c: c = getvariable('mapping').lon), getvariable('mapping').decimal, '.') as double)
            between 43 and 51
    );
