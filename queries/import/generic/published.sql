-- A table of the user's own has the columns that it has; beside them stands one that is always empty.
create temp table published ("·" varchar);
