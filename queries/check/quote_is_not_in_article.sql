-- Evidence whose quote is not what the article says between its offsets.
select evidence.event_id, evidence.quote_start, evidence.quote_end
from evidence
join articles using (source_id)
where evidence.quote is distinct from substring(
    articles.text, evidence.quote_start + 1, evidence.quote_end - evidence.quote_start
)
order by evidence.event_id;
