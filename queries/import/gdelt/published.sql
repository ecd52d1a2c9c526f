-- The 61 columns of GDELT 2.0 events, in the order of its files, which have no header.
create temp table published (
    GLOBALEVENTID bigint,  -- unique
    SQLDATE integer,  -- YYYYMMDD; “last year” in a text moves it back
    MonthYear integer, "Year" smallint, FractionDate double, Actor1Code varchar, Actor1Name varchar,
    Actor1CountryCode varchar,  -- CAMEO, as ISO 3166-1 alpha-3 but for regions
    Actor1KnownGroupCode varchar,  -- organisations, such as SCE for the OSCE
    Actor1EthnicCode varchar, Actor1Religion1Code varchar, Actor1Religion2Code varchar,
    Actor1Type1Code varchar, Actor1Type2Code varchar, Actor1Type3Code varchar, Actor2Code varchar,
    Actor2Name varchar, Actor2CountryCode varchar, Actor2KnownGroupCode varchar,
    Actor2EthnicCode varchar, Actor2Religion1Code varchar, Actor2Religion2Code varchar,
    Actor2Type1Code varchar, Actor2Type2Code varchar, Actor2Type3Code varchar,
    IsRootEvent boolean,  -- 1: in the lead of the article
    EventCode varchar,  -- CAMEO, with leading zeros
    EventBaseCode varchar, EventRootCode varchar,
    QuadClass tinyint,  -- GDELT's own; the quad of the PLOVER type differs in roots 08, 09 and 14
    GoldsteinScale double,  -- -10 to 10, of the type
    NumMentions integer, NumSources integer,
    NumArticles integer,  -- counted in the first 15 minutes
    AvgTone double,  -- -100 to 100
    Actor1Geo_Type tinyint, Actor1Geo_FullName varchar, Actor1Geo_CountryCode varchar,
    Actor1Geo_ADM1Code varchar, Actor1Geo_ADM2Code varchar, Actor1Geo_Lat double, Actor1Geo_Long double,
    Actor1Geo_FeatureID varchar, Actor2Geo_Type tinyint, Actor2Geo_FullName varchar,
    Actor2Geo_CountryCode varchar, Actor2Geo_ADM1Code varchar, Actor2Geo_ADM2Code varchar,
    Actor2Geo_Lat double, Actor2Geo_Long double, Actor2Geo_FeatureID varchar,
    ActionGeo_Type tinyint,  -- 0 none, 1 country, 2 US state, 3 US city, 4 city, 5 province
    ActionGeo_FullName varchar,
    ActionGeo_CountryCode varchar,  -- FIPS 10-4: AM Armenia, AJ Azerbaijan
    ActionGeo_ADM1Code varchar, ActionGeo_ADM2Code varchar, ActionGeo_Lat double, ActionGeo_Long double,
    ActionGeo_FeatureID varchar,  -- of GNS or GNIS
    DATEADDED bigint,  -- YYYYMMDDHHMMSS, UTC
    SOURCEURL varchar
);
