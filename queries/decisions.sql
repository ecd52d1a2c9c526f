-- What have people decided about the coder's events, the last decision first?
select
    decisions.decision_id,
    decisions.decided_at,
    decisions.reviewer,
    decisions.kind,
    decisions.state,
    decisions.article_id,
    sources.title as article,
    decisions.event_id,
    decisions.other_id,
    decisions.undoes,
    decisions."before",
    decisions."after",
    decisions.note
from decisions
left join sources on sources.source_id = decisions.article_id
order by decisions.decision_id desc;
