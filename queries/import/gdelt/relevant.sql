-- Which rows of GDELT concern the parties to the conflict? The rest of the world is counted and left out.
create temp view relevant as
select *
from given
where (
    ActionGeo_CountryCode in ('AM', 'AJ')
    or Actor1CountryCode in ('ARM', 'AZE')
    or Actor2CountryCode in ('ARM', 'AZE')
    or ActionGeo_FeatureID = '-2920856'  -- a village of the name Karabakh in Dagestan, where GDELT puts Nagorno-Karabakh
    or contains(Actor1Name, 'KARABAKH')
    or contains(Actor2Name, 'KARABAKH')
    or contains(Actor1Name, 'ARTSAKH')
    or contains(Actor2Name, 'ARTSAKH')
)
-- A match between two states is coded as a fight between them; only the address of the article tells.
and not coalesce(
    contains(SOURCEURL, '/sport/')
    or contains(SOURCEURL, '/sports/')
    or contains(SOURCEURL, '//sport')
    or contains(SOURCEURL, 'sports.com/')
    or contains(SOURCEURL, '/football/'),
    false
);
