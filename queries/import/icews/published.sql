-- The 20 columns of ICEWS, as its files name them.
create temp table published (
    "Event ID" bigint,          -- not unique without the date
    "Event Date" date,
    "Source Name" varchar,      -- who acts, not who reports
    "Source Sectors" varchar,   -- a list in no fixed order
    "Source Country" varchar,
    "Event Text" varchar,       -- the name of the CAMEO type, no text of the news
    "CAMEO Code" varchar,       -- with leading zeros
    "Intensity" double,         -- Goldstein, -10 to 10, of the type
    "Target Name" varchar,
    "Target Sectors" varchar,
    "Target Country" varchar,
    "Story ID" bigint,
    "Sentence Number" integer,
    "Publisher" varchar,
    "City" varchar,
    "District" varchar,
    "Province" varchar,
    "Country" varchar,
    "Latitude" double,
    "Longitude" double
);
