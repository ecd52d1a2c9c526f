-- What the codes and the names of states in the cells of ICEWS mean.
create or replace temp table cameo as
from cameo_types();

create or replace temp table countries as
from states_by_name();
