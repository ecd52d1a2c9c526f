-- Which rows of ICEWS concern the parties to the conflict?
create temp view relevant as
select *
from given
where "Country" in ('Armenia', 'Azerbaijan')
    or "Source Country" in ('Armenia', 'Azerbaijan')
    or "Target Country" in ('Armenia', 'Azerbaijan')
    or regexp_matches("Source Name", 'Karabakh|Artsakh')
    or regexp_matches("Target Name", 'Karabakh|Artsakh');
