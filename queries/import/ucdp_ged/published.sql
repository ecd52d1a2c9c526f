-- The columns of UCDP GED as its codebook gives them, 20.1 and later; the file's own order may differ.
create temp table published (
    id bigint,                 -- unique, stable between versions
    relid varchar,
    year smallint,
    active_year boolean,       -- 1 and 0 up to 24.1, true and false since
    code_status varchar,       -- Clear in final releases
    type_of_violence tinyint,  -- 1 state-based, 2 non-state, 3 one-sided
    conflict_dset_id bigint,
    conflict_new_id bigint,
    conflict_name varchar,
    dyad_dset_id bigint,
    dyad_new_id bigint,
    dyad_name varchar,
    side_a_dset_id bigint,
    side_a_new_id bigint,
    side_a varchar,
    side_b_dset_id bigint,
    side_b_new_id bigint,
    side_b varchar,
    number_of_sources integer,  -- -1: not counted
    source_article varchar,
    source_office varchar,
    source_date varchar,
    source_headline varchar,
    source_original varchar,   -- who made the claim
    where_prec tinyint,        -- 1 exact … 4 province, 5 region or line, 6 country, 7 sea or air
    where_coordinates varchar,
    where_description varchar,
    adm_1 varchar,
    adm_2 varchar,
    latitude double,
    longitude double,
    geom_wkt varchar,
    priogrid_gid integer,
    country varchar,
    country_id smallint,       -- Gleditsch and Ward
    region varchar,
    event_clarity tinyint,     -- 2: split out of a total
    date_prec tinyint,         -- 1 day, 2 up to six days, 3 week, 4 month, 5 more
    date_start timestamp,
    date_end timestamp,
    deaths_a integer,
    deaths_b integer,
    deaths_civilians integer,
    deaths_unknown integer,
    best integer,
    high integer,
    low integer,
    gwnoa varchar,             -- a list where there are several
    gwnob varchar
);
