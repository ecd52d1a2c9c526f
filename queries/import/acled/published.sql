-- The columns of an ACLED export by events, dyadic; before March 2023 some were not there yet.
create temp table published (
    event_id_cnty varchar,      -- country letters and a number; the one id that stays
    event_date varchar,         -- 2021-01-08, 08 January 2021 or 08-01-2021, by where it was exported
    year smallint,
    time_precision tinyint,     -- 1 day, 2 week, 3 month; the day is the middle of it
    disorder_type varchar,
    event_type varchar,         -- six
    sub_event_type varchar,     -- 25, as data/datasets/acled_types.csv lists them
    actor1 varchar,             -- who stands first did not start it
    assoc_actor_1 varchar,
    inter1 varchar,             -- class of the actor, as number or text
    actor2 varchar,
    assoc_actor_2 varchar,
    inter2 varchar,
    interaction varchar,
    civilian_targeting varchar,
    iso smallint,
    region varchar,
    country varchar,            -- where it happened, not whose it was
    admin1 varchar,
    admin2 varchar,
    admin3 varchar,
    location varchar,
    latitude double,
    longitude double,
    geo_precision tinyint,      -- 1 the town, 2 near it, 3 a region
    source varchar,
    source_scale varchar,
    notes varchar,
    fatalities integer,         -- as reported, cautiously
    tags varchar,
    timestamp bigint            -- when the row was last changed, in seconds since 1970
);
