-- The words that set a telling apart, cut to five letters: names, numbers and loan words are much alike in languages.
-- Words of more than one telling in twenty-five are left out, for they say nothing.
create temp table telling_words as
with words as (
    select distinct
        tellings.number,
        left(unnest(regexp_extract_all(
            lower(strip_accents(concat_ws(' ', events.headline, events.summary))), '[a-z]{4,}|[0-9]+'
        )), 5) as word
    from tellings
    join events using (event_id)
),
telling as (
    select word, (row_number() over (order by word))::integer as id
    from words
    group by word
    having count(*) > 1 and count(*) * 25 <= (select count(*) from tellings)
)
select number, list(id order by id) as words
from words
join telling using (word)
group by number;
