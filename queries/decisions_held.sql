-- Which decisions does the edition hold?
select decision_id
from decisions
order by decision_id;
