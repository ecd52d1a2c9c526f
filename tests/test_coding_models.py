"""The coder whole, with its models, on the bundled articles and on what was held back of the gold."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from dashboard.coding import code_article, linear, parsing, read_article
from dashboard.model import EVENT_TYPES, JOINT_TYPES, STATUSES, TRACKS

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = sorted((ROOT / "data" / "articles").glob("*.md"))
MODELS = ROOT / "data" / "models"


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_every_event_of_an_article_is_well_formed_and_quotes_it(path: Path) -> None:
    article = read_article(path)
    events = code_article(article)
    assert 3 <= len(events) <= 25
    for event in events:
        assert event.quote == article.text[event.start : event.end]
        assert article.body[0] <= event.start < event.end <= article.body[1]
        assert event.type in EVENT_TYPES
        assert event.status in STATUSES
        assert event.track is None or event.track in TRACKS
        assert event.source == tuple(sorted(set(event.source)))
        assert event.target == tuple(sorted(set(event.target)))
        assert (event.date is None) == (event.date_precision == "unknown")
        assert 0 < event.confidence <= 1
        if event.type in JOINT_TYPES:
            assert event.source == event.target
            assert len(event.source) > 1
        if event.status == "occurred" and event.date and article.published:
            assert event.date <= article.published
        assert (event.place_id is None) == (event.lat is None)


def test_coding_twice_gives_the_same_events() -> None:
    for path in ARTICLES:
        article = read_article(path)
        assert code_article(article) == code_article(article)


def test_coding_in_another_process_gives_the_same_events() -> None:
    program = (
        "import pickle, sys; from dashboard.coding import code_article, read_article;"
        "sys.stdout.buffer.write(pickle.dumps([code_article(read_article(p)) for p in sys.argv[1:]]))"
    )
    paths = [str(path) for path in ARTICLES]
    answers = [
        subprocess.run(
            [sys.executable, "-c", program, *paths],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed},
            check=True,
            stdout=subprocess.PIPE,
        ).stdout
        for seed in ("1", "2")
    ]
    assert pickle.loads(answers[0]) == pickle.loads(answers[1]) == [code_article(read_article(p)) for p in ARTICLES]  # noqa: S301


def test_articles_events_and_the_coder_itself_can_be_pickled() -> None:
    article = read_article(ARTICLES[0])
    events = code_article(article)
    assert pickle.loads(pickle.dumps((article, events, code_article)))[:2] == (article, events)  # noqa: S301


def test_importing_the_coder_reads_no_table_and_no_model() -> None:
    program = (
        "import sys; import dashboard.coding as c; from dashboard.coding import lexicon;"
        "assert lexicon.table.cache_info().currsize == 0;"
        "assert not {'spacy', 're2', 'yaml', 'py3langid', 'pandas', 'duckdb', 'streamlit'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)


@pytest.mark.parametrize("path", sorted(MODELS.glob("*.npz")), ids=lambda path: path.stem)
def test_a_model_is_arrays_and_no_pickle(path: Path) -> None:
    with np.load(path, allow_pickle=False) as arrays:
        assert {arrays[name].dtype.kind for name in arrays.files} <= {"f", "u"}
    model = linear.model(path.stem)
    assert model is not None
    assert len(model.signs) == len(model.weights) > 100
    assert np.isfinite(model.weights).all()


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_parser_finds_who_does_what(language: str) -> None:
    subject, verb = {"en": ("Azerbaijani forces", "shelled"), "id": ("Pasukan Azerbaijan", "menembaki")}[language]
    (doc,) = parsing.parse([f"{subject} {verb} Stepanakert."], language)
    assert doc is not None
    relations = {token.text: token.dep_ for token in doc}
    assert relations["Stepanakert"] == "obj"
    assert "nsubj" in relations.values()


def test_every_event_names_the_row_or_the_model_that_found_it() -> None:
    rules = {event.rule for path in ARTICLES for event in code_article(read_article(path))}
    rows = {row["rule"] for language in ("en", "id") for row in linear_rows(language)}
    assert rules <= rows | {"model.en", "model.id"}
    assert rules & rows
    assert rules & {"model.en", "model.id"}


def linear_rows(language: str) -> list[dict[str, str]]:
    from dashboard.coding import lexicon  # noqa: PLC0415 - beside its one use

    return list(lexicon.table(f"triggers.{language}"))
