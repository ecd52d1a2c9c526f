-- The 40 columns of POLECAT, as its files name them.
create temp table published (
    "Event ID" varchar,  -- unique
    "Event Date" date,  -- that of publication, where the text tells none
    "Event Type" varchar,  -- of PLOVER
    "Event Mode" varchar,  -- may be empty
    "Intensity" double,
    "Quad Code" varchar,
    "Contexts" varchar,  -- a list
    "Actor Name" varchar,
    "Actor Country" varchar,  -- a list where there are several
    "Actor COW" varchar,
    "Primary Actor Sector" varchar,
    "Actor Sectors" varchar,
    "Actor Title" varchar,
    "Actor Name Raw" varchar,
    "Wikipedia Actor ID" varchar,
    "Recipient Name" varchar,
    "Recipient Country" varchar,
    "Recipient COW" varchar,
    "Primary Recipient Sector" varchar,
    "Recipient Sectors" varchar,
    "Recipient Title" varchar,
    "Recipient Name Raw" varchar,
    "Wikipedia Recipient ID" varchar,
    "Placename" varchar,
    "City" varchar,
    "District" varchar,
    "Province" varchar,
    "Country" varchar,
    "Latitude" double,
    "Longitude" double,
    "GeoNames ID" varchar,
    "Raw Placename" varchar,  -- as the text has it
    "Feature Type" varchar,  -- a code of GeoNames
    "Source" varchar,
    "Publication Date" date,
    "Story People" varchar,
    "Story Organizations" varchar,
    "Story Locations" varchar,
    "Language" varchar,
    "Version" varchar
);
