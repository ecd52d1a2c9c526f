-- The words of the pairs whose kind says little: in a capital there are many rallies and many papers on one day.
-- Cut to five letters, as for our own tellings; a word of every fifth row or more says nothing.
create temp table words_to_link as
with wanted as (
    select distinct unnest([one, other]) as number
    from pairs_to_link
    join rows_to_link on number = one
    where family <> 'ASSAULT'
),
quotes as (
    select event_id, string_agg(quote, ' ') as quote
    from evidence
    where event_id in (select event_id from rows_to_link join wanted using (number))
    group by event_id
),
words as (
    select distinct
        number,
        left(unnest(regexp_extract_all(
            lower(strip_accents(concat_ws(' ', headline, summary, quote))), '[a-z]{4,}|[0-9]{2,}'
        )), 5) as word
    from wanted
    join rows_to_link using (number)
    join events using (event_id)
    left join quotes using (event_id)
),
telling as (
    select word, (row_number() over (order by word))::integer as id
    from words
    group by word
    having count(*) > 1 and count(*) * 5 <= greatest((select count(*) from wanted), 100)
)
select number, list(id order by id) as words
from words
join telling using (word)
group by number;
