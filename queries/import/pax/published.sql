-- The columns of PA-X that are used; all others, topic codes most of them, are kept under their own names.
create temp table published (
    Con varchar,        -- countries or entities
    PP integer,         -- peace process
    PPName varchar,
    AgtId integer,
    Ver integer,
    Agt varchar,        -- title
    Dat date,           -- of signing
    Status varchar,     -- also that a document is unilateral
    Agtp varchar,       -- Inter, InterIntra, Intra or IntraLocal
    Stage varchar,      -- Cea is a ceasefire
    StageSub varchar,
    Part varchar,       -- parties, as free text in lines
    ThrdPart varchar,   -- third parties, likewise
    UcdpCon varchar     -- UCDP's conflict id
);
