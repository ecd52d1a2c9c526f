-- The tables of an edition. Each row says what it is; the codebook on the Methods page says why.

create table edition (
    edition_id varchar primary key,  -- as_of and the first six hex digits of input_hash, the file's name
    as_of date not null,             -- the day up to which the bundled fact base was reviewed
    input_hash varchar not null,     -- SHA-256 over data, queries, coder and the workspace's articles
    version varchar not null         -- release of the program that built it
);

create table actors (
    actor_id varchar primary key,  -- ISO 3166-1 alpha-3 for states, else the codebook's id
    kind varchar not null,         -- state, organisation, authority, formation, court or group
    name varchar not null,         -- neutral English name
    short varchar not null,        -- the same as short as a label needs it
    indonesian varchar,            -- its usual Indonesian name
    part_of varchar,               -- actor_id it rolls up to
    valid_from date,               -- first day under this id, null if open
    valid_to date,                 -- last day under this id, null if open
    note varchar                   -- how the id is used
);

create table actor_names (
    actor_id varchar not null,  -- whose name
    name varchar not null,      -- as newspapers write it
    language varchar not null,  -- ISO 639-1
    valid_from date,            -- first day of use, null if open
    valid_to date               -- last day of use, null if open
);

create table people (
    person_id varchar not null,  -- one row per office held
    name varchar not null,       -- usual English spelling
    actor_id varchar not null,   -- the actor that the office rolls up to
    office varchar not null,     -- in English
    valid_from date,             -- first day in office
    valid_to date,               -- last day in office, null while it lasts
    source varchar               -- where the term was found
);

create table person_names (
    person_id varchar not null,
    name varchar not null,     -- one spelling
    language varchar not null  -- ISO 639-1
);

create table places (
    place_id varchar primary key,
    name varchar not null,         -- neutral display name, both names where there are two
    kind varchar not null,         -- city, village, district, region, country, venue, line …
    country varchar,               -- ISO 3166-1 alpha-3 of the internationally recognised state
    lat double,                    -- WGS 84 degrees north
    lon double,                    -- WGS 84 degrees east
    precision varchar not null,    -- exact, district, region or country
    uncertainty_km double,         -- radius within which the place lies
    source varchar,                -- where the coordinates come from
    note varchar
);

create table place_names (
    place_id varchar not null,
    name varchar not null,
    language varchar not null,  -- ISO 639-1, with -Latn for romanisation
    side varchar not null       -- ARM, AZE or neutral: whose name it is
);

create table sources (
    source_id varchar primary key,
    kind varchar not null,   -- news, official, treaty, court, report, dataset, reference, archive, article or import
    outlet varchar not null,
    title varchar not null,
    url varchar,
    published_on varchar,    -- ISO 8601, as precisely as it is known: a day, a month or a year
    language varchar,        -- ISO 639-1
    licence varchar
);

create table outlets (
    outlet varchar primary key,  -- as sources name it; what is not here is not classified
    country varchar,             -- ISO 3166-1 alpha-3 of where it is edited, null if in none or not looked up
    side varchar not null,       -- armenian, azerbaijani, karabakh_armenian, russian, turkish, western … or project
    ownership varchar,           -- state, public, private, organisation or international, null if not looked up
    source varchar not null      -- where that was found
);

create table articles (
    source_id varchar primary key,
    text varchar not null,         -- the whole file, whose characters the quotes' offsets count
    body_start integer not null,   -- first character of the body
    body_end integer not null      -- one past its last
);

create table events (
    event_id varchar primary key,
    dataset varchar not null,        -- curated, coded, reviewed or an imported one; datasets are never added up
    happening_id varchar not null,   -- rows of one happening share it, so that it counts once
    day_start date,                  -- first day, null where the text fixes none
    day_end date,                    -- last day, included
    day_precision varchar not null,  -- day, days, week, month, year or unknown
    event_type varchar not null,     -- PLOVER type
    quad tinyint not null,           -- 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict, 0 unknown
    status varchar not null,         -- occurred, planned, alleged, denied or background
    track varchar,                   -- of diplomacy: moscow, geneva, minsk_group, eu, us, un, csto, direct, other
    headline varchar not null,       -- one line in words
    summary varchar,                 -- one to three sentences
    place_id varchar,                -- of the gazetteer, null where a dataset's place is not in it
    place_name varchar,              -- as a dataset publishes it; null for the gazetteer's own
    lon double,                      -- a dataset's own coordinates; null where the place is the gazetteer's
    lat double,
    place_precision varchar,         -- exact, district, region or country, as a dataset says
    uncertainty_km double,
    deaths_low integer,              -- null is not zero
    deaths_best integer,
    deaths_high integer,
    claim_actor_id varchar,          -- whose figure or claim it is, null if independent
    confidence double,               -- of the coder, 0 to 1; null for curated rows
    intensity double,                -- of the type, not of the harm; null where a dataset gives none
    native_type varchar,             -- the dataset's own type
    import_id varchar,               -- which import brought it, null for our own rows
    verified boolean not null,       -- whether a source was found that says so
    counted boolean as (status = 'occurred' and verified)  -- only these feed counts
);

create table event_actors (
    event_id varchar not null,
    actor_id varchar not null,
    role varchar not null  -- source, target, participant, mediator or host
);

create table event_people (
    event_id varchar not null,
    person_id varchar not null  -- who took part in person
);

create table talks (
    event_id varchar primary key,
    format varchar not null,   -- bilateral, trilateral, co_chairs, multilateral, shuttle, call …
    level varchar not null,    -- heads, ministers, envoys or experts
    outcome varchar not null,  -- agreement, statement, no_result, cancelled or planned
    outcome_text varchar
);

create table ceasefires (
    event_id varchar primary key,         -- the act by which it takes effect
    in_force_at timestamp not null,       -- local time
    in_force_precision varchar not null,  -- minute or day
    announced_by varchar,                 -- event_id of the act that announced it
    breach_id varchar,                    -- event_id of the row that tells of the first reported breach, null if not on file
    breach_from timestamp,                -- local time of that breach, at the earliest
    breach_to timestamp,                  -- and at the latest
    breach_precision varchar,             -- minute, hours or day
    reported_by varchar[],                -- actors who reported it
    note varchar
);

create table claims (
    event_id varchar not null,
    claimant varchar not null,  -- actor whose statement it is
    claim varchar not null,     -- in our words
    deaths_low integer, deaths_best integer, deaths_high integer,
    source_ids varchar[]
);

create table evidence (
    event_id varchar not null,
    source_id varchar not null,
    quote varchar,        -- the words it rests on, null for curated rows
    quote_start integer,  -- offset in the article's text, in characters
    quote_end integer,
    method varchar not null  -- curated, review where a person added the event, or the coder's rule
);

create table event_links (
    event_id varchar not null,             -- a coded or an imported row
    same_as varchar not null,              -- the row that stands for the happening, or another dataset's row
    kind varchar not null default 'same',  -- same, or may_overlap where a day or place is too rough to tell
    score double not null,                 -- 0 to 1
    method varchar not null                -- the rule that linked them, and the clues
);

create table decisions (
    decision_id varchar primary key,  -- begins with its moment
    decided_at timestamp not null,    -- UTC
    reviewer varchar not null,        -- the name that the person set
    kind varchar not null,            -- accept, correct, reject, add, same, apart, read or undo
    article_id varchar,               -- source_id of the article
    event_id varchar,                 -- what it is about; a rejected event is not among the events
    other_id varchar,                 -- the second event of same and apart
    undoes varchar,                   -- decision_id that is taken back
    "before" json,                    -- the event as it was shown to the person
    "after" json,                     -- the event as it shall be
    note varchar,
    state varchar not null            -- holds, replaced by a later one, undone, or idle: it has no effect any more
);

create table imports (
    import_id varchar primary key,
    dataset varchar not null,
    title varchar not null,
    short varchar not null,             -- as a legend names it
    kind varchar not null,              -- events, reports (machine-coded: media attention) or agreements
    version varchar not null,           -- of the dataset, as published
    standing varchar not null,          -- final, candidate, living, machine or document
    measures varchar not null,          -- what a row is, in words for a legend
    licence varchar not null,
    may_redistribute boolean not null,  -- whether its rows may leave the machine in an export
    url varchar,
    citation varchar not null,
    rule varchar not null,              -- which rows concern the conflict
    files varchar[] not null,           -- as given
    rows_read bigint not null,
    rows_kept bigint not null,
    rows_rejected bigint not null,
    rows_shown bigint                   -- in this edition: without those of a period that a final version covers
);

create table originals (
    event_id varchar primary key,
    original json not null  -- the row under the columns of its publisher
);

-- What machines read in the news: media attention, not incidents. In order of dataset and day; where there are rows,
-- dataset, type and actors are enumerations, so that millions are counted quickly.
create table reports (
    dataset varchar not null,
    native_id varchar not null,
    day date not null,
    event_type varchar,         -- null where the machine's type has no PLOVER type
    quad utinyint not null,     -- 0 where it has none
    source varchar,             -- actor_id, null where nobody known acts
    target varchar,
    place_number integer,       -- of report_places, null where none is named
    intensity float,
    articles integer,           -- how many articles the machine counted
    native_type varchar,
    actor_a varchar,            -- as published
    actor_b varchar,
    url varchar,
    import_id varchar not null
);

create table report_places (
    place_number integer primary key,
    name varchar,               -- as published
    place_id varchar,           -- of the gazetteer, where it is known
    lon double, lat double,
    published_lon double,       -- where the machine put it, if the gazetteer moved it
    published_lat double,
    precision varchar not null,
    uncertainty_km double
);

create table members (
    actor_id varchar not null,  -- an actor, or whoever it belongs to
    member_id varchar not null  -- the actor itself and everything that rolls up to it
);
