-- What a document of PA-X tells, in the words that all datasets share.
create or replace temp macro lines_of(text) as list_filter(
    list_transform(
        string_split_regex(
            -- What the talks are about is no party to them.
            regexp_replace(text, 'Nagorn\w*[ -]Karabakh (conflict|settlement|process|issue|problem|question|crisis)', '', 'gi'),
            '[\r\n;]+'
        ),
        lambda line : trim(line)
    ),
    -- Whom a document is addressed to has not signed it.
    lambda line : line <> '' and not regexp_matches(line, '^(To|Cop(y|ies|ied) to|Cc:?)\s', 'i')
);

create temp view told as
select
    file_row_number as row_number,
    AgtId || ':' || Ver as native_id,
    if(isfinite(Dat), Dat, null) as day_start,
    if(isfinite(Dat), Dat, null) as day_end,
    'day' as day_precision,
    'AGREE' as event_type,
    concat_ws(', ', concat_ws('/', Stage, StageSub), Status) as native_type,
    null::double as intensity,
    'occurred' as status,
    null::varchar as actor_a,
    null::varchar as actor_b,
    null::varchar as actor_a_key,
    null::varchar as actor_b_key,
    coalesce(Status = 'Unilateral document', false) as directed,  -- one side declares; nobody else has agreed
    null::varchar as place_name,
    null::varchar as place_key,
    null::varchar as country,
    null::double as lat,
    null::double as lon,
    null::varchar as place_precision,
    null::double as uncertainty_km,
    null::integer as deaths_low,
    null::integer as deaths_best,
    null::integer as deaths_high,
    null::varchar as claim,
    case Status
        when 'Unilateral document' then 'Unilateral document: '
        when 'Multiparty signed/agreed' then 'Agreed document: '
        else 'Document: '
    end || trim(Agt) as words,
    Agt as quote,
    null::integer as articles,
    null::varchar as url,
    lines_of(Part) as parties,
    lines_of(ThrdPart) as mediators
from kept;
