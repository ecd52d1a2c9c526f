-- How many rows do the files hold that can be read, and how many of them concern the conflict?
select (select count(*) from given)::bigint as given, (select count(*) from kept)::bigint as kept
order by given;
