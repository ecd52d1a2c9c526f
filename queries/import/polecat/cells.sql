-- What the names of states in the cells of POLECAT mean.
create or replace temp table countries as
from states_by_name();
