-- Which rows of POLECAT concern the parties to the conflict? A cell may hold several states.
create temp view relevant as
select *
from given
where regexp_matches("Country", '\b(ARM|AZE|Armenia|Azerbaijan)\b')
    or regexp_matches("Actor Country", '\b(ARM|AZE|Armenia|Azerbaijan)\b')
    or regexp_matches("Recipient Country", '\b(ARM|AZE|Armenia|Azerbaijan)\b')
    or regexp_matches("Actor Name", 'Karabakh|Artsakh')
    or regexp_matches("Recipient Name", 'Karabakh|Artsakh');
