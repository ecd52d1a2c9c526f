-- The views of one import make way for those of the next.
drop view whole;
drop view told;
drop view kept;
