-- Which documents of PA-X concern the conflict? Those of its peace process, and those tied to UCDP's conflict.
create temp view relevant as
select *
from given
where PP = 8 or regexp_matches(UcdpCon, '(^|\D)388(\D|$)');
