"""The one door to DuckDB: editions are built here, and every question is asked here."""

from dashboard.store.asking import (
    Edition,
    StoreError,
    UnknownQuestionError,
    ask,
    ask_rows,
    ask_table,
    parameters,
    question_sql,
    questions,
)
from dashboard.store.editions import (
    Imported,
    all_editions,
    check,
    edition,
    edition_id_for,
    event_ids,
    named_events,
    new_edition,
)
from dashboard.store.faults import Fault, text_of
from dashboard.store.staging import Reading, Staged, published, stage

__all__ = [
    "Edition",
    "Fault",
    "Imported",
    "Reading",
    "Staged",
    "StoreError",
    "UnknownQuestionError",
    "all_editions",
    "ask",
    "ask_rows",
    "ask_table",
    "check",
    "edition",
    "edition_id_for",
    "event_ids",
    "named_events",
    "new_edition",
    "parameters",
    "published",
    "question_sql",
    "questions",
    "stage",
    "text_of",
]
