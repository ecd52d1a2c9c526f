-- What people decided about the coder's events, all of it, and what holds; $decisions is a JSON list.
-- What somebody accepted, corrected or added is a dataset of its own: a person has read its sentence.
insert into decisions by name
select unnest(from_json($decisions, '[{
    "decision_id": "VARCHAR", "decided_at": "TIMESTAMP", "reviewer": "VARCHAR", "kind": "VARCHAR",
    "article_id": "VARCHAR", "event_id": "VARCHAR", "other_id": "VARCHAR", "undoes": "VARCHAR", "before": "JSON",
    "after": "JSON", "note": "VARCHAR", "state": "VARCHAR"
}]'), recursive := true);

update events
set dataset = 'reviewed', confidence = if(decisions.kind = 'add', null, confidence)
from decisions
where decisions.event_id = events.event_id
    and decisions.state = 'holds'
    and decisions.kind in ('accept', 'correct', 'add');
