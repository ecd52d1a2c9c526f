-- Which rows of UCDP GED concern the conflict? Ids are the key, for names have changed within one id.
create temp view relevant as
select *
from given
where conflict_new_id = 388
    or conflict_name ilike '%nagorno-karabakh%'  -- that of the last Soviet years has an id of its own
    or (
        type_of_violence = 3
        and country_id in (371, 373)  -- Armenia, Azerbaijan
        and (side_a_new_id in (64, 338) or starts_with(side_a, 'Government of Armenia'))
    );
