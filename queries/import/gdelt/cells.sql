-- What the codes in the cells of GDELT mean.
create or replace temp table cameo as
from cameo_types();
