"""Review: decisions are kept one file each, go over the coder's events, and outlive coder and edition."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard import build, cli, coding, review, store
from dashboard.evaluation.gold import read_gold
from dashboard.model import Article, Event
from dashboard.review import Coding, Decision, ReviewError
from dashboard.review.gold import agreements

TEXT = """---
title: Four days in the north
date: 2021-07-29
language: en
outlet: A test of our own
---
Azerbaijani forces shelled Armenian positions near Vardenis on 28 July, killing three soldiers.

Armenia and Azerbaijan agreed on a ceasefire in Moscow on 28 July.

Observers said that the road stayed closed.
"""


@pytest.fixture
def article(tmp_path: Path) -> Article:
    folder = tmp_path / "workspace" / "articles"
    folder.mkdir(parents=True)
    (folder / "four-days.md").write_text(TEXT, encoding="utf-8")
    return coding.read_article(folder / "four-days.md")


@pytest.fixture
def workspace(article: Article, tmp_path: Path) -> Path:
    assert article.article_id
    return tmp_path / "workspace"


@pytest.fixture
def found(article: Article) -> dict[str, Event]:
    events = coding.code_article(article)
    named = store.named_events(events)
    assert {event.type for event in events} >= {"ASSAULT", "AGREE"}
    return named


def of_type(kind: str, found: dict[str, Event]) -> tuple[str, Event]:
    return next((name, event) for name, event in found.items() if event.type == kind)


def decide(workspace: Path, kind: str, by: str = "Ani", **about: Any) -> Decision:
    decision = review.new_decision(kind, by, **about)
    review.keep(workspace, decision)
    return decision


def on(name: str, before: Event, after: Event | None = None) -> dict[str, Any]:
    return {"article": before.article, "event_id": name, "before": before, "after": after}


def coded(workspace: Path, article: Article, found: dict[str, Event], by: str | None = None) -> Coding:
    log = review.read_log(workspace)
    return (log.of(by) if by else log).coding(article, found)


def test_a_decision_comes_back_as_it_was_kept(workspace: Path, found: dict[str, Event]) -> None:
    name, event = of_type("ASSAULT", found)
    given = decide(
        workspace, "correct", note="The ministry says four.", **on(name, event, replace(event, deaths_low=4))
    )
    assert review.read_log(workspace).decisions == [given]


def test_an_event_that_was_corrected_is_shown_as_corrected_and_one_that_was_rejected_is_not(
    workspace: Path, article: Article, found: dict[str, Event]
) -> None:
    (shelling, assault), (truce, agreed) = of_type("ASSAULT", found), of_type("AGREE", found)
    decide(workspace, "correct", **on(shelling, assault, replace(assault, status="alleged")))
    decide(workspace, "reject", **on(truce, agreed))
    held = coded(workspace, article, found)
    assert held.events[shelling].event.status == "alleged"
    assert held.events[shelling].verdict == "corrected"
    assert truce not in held.events
    assert held.rejected[truce].event == agreed


def test_the_last_word_counts_and_taking_it_back_gives_the_word_before_again(
    workspace: Path, article: Article, found: dict[str, Event]
) -> None:
    name, event = of_type("ASSAULT", found)
    decide(workspace, "correct", by="Ani", **on(name, event, replace(event, deaths_low=4, deaths_high=4)))
    second = decide(workspace, "reject", by="Leyla", **on(name, event))
    assert name not in coded(workspace, article, found).events
    undo = decide(workspace, "undo", by="Leyla", undoes=second.decision_id)
    assert coded(workspace, article, found).events[name].event.deaths_low == 4
    decide(workspace, "undo", by="Leyla", undoes=undo.decision_id)
    assert name not in coded(workspace, article, found).events
    assert list(review.read_log(workspace).states.values()) == ["replaced", "holds", "undone", "holds"]


def test_each_persons_own_decisions_can_be_seen_alone(
    workspace: Path, article: Article, found: dict[str, Event]
) -> None:
    name, event = of_type("ASSAULT", found)
    decide(workspace, "accept", by="Ani", **on(name, event, event))
    decide(workspace, "reject", by="Leyla", **on(name, event))
    assert coded(workspace, article, found, "Ani").events[name].verdict == "accepted"
    assert name in coded(workspace, article, found, "Leyla").rejected


def test_a_decision_follows_its_event_when_the_coder_calls_it_something_else(
    workspace: Path, article: Article, found: dict[str, Event]
) -> None:
    name, event = of_type("ASSAULT", found)
    decide(workspace, "correct", **on(name, event, replace(event, deaths_low=4, deaths_high=4)))
    later = replace(event, start=event.start + 12, quote=event.quote[12:], rule="another rule", deaths_low=None)
    renamed = {"four-days:99:assault": later} | {key: one for key, one in found.items() if key != name}
    held = coded(workspace, article, renamed)
    assert "four-days:99:assault" not in held.events
    assert held.events[name].event.deaths_low == 4


def test_an_event_that_a_person_vouched_for_stays_when_the_coder_loses_it(
    workspace: Path, article: Article, found: dict[str, Event]
) -> None:
    name, event = of_type("ASSAULT", found)
    decide(workspace, "accept", **on(name, event, event))
    held = coded(workspace, article, {})
    assert held.events[name].event == event
    assert held.events[name].verdict == "accepted"


def test_a_decision_follows_its_words_when_the_article_is_edited_and_rests_when_they_are_gone(
    workspace: Path, article: Article, found: dict[str, Event]
) -> None:
    name, event = of_type("AGREE", found)
    given = decide(workspace, "accept", **on(name, event, event))
    longer = replace(
        article, text=article.text.replace("Observers", "🕊 Observers").replace("title: Four", "title: The four")
    )
    moved = coded(workspace, longer, {}).events[name].event
    assert longer.text[moved.start : moved.end] == event.quote
    without = replace(article, text=article.text.replace(event.quote, "Nothing was agreed."))
    held = coded(workspace, without, {})
    assert held.events == {}
    assert "not in the article" in held.idle[given.decision_id]


def test_a_correction_that_no_edition_could_hold_leaves_the_coders_event_and_says_why(
    workspace: Path, article: Article, found: dict[str, Event]
) -> None:
    name, event = of_type("ASSAULT", found)
    given = decide(workspace, "correct", **on(name, event, replace(event, source=("ATLANTIS",))))
    held = coded(workspace, article, found)
    assert held.events[name].event == event
    assert "ATLANTIS" in held.idle[given.decision_id]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"type": "QUARREL"}, "codebook"),
        ({"status": "perhaps"}, "codebook"),
        ({"track": "moscow"}, "track"),
        ({"type": "AGREE", "target": ("AZE",), "source": ("ARM",)}, "takes part alike"),
        ({"persons": ("nobody-at-all",)}, "list of people"),
        ({"place_id": "atlantis"}, "gazetteer"),
        ({"date": None}, "unknown"),
        ({"date_end": date(2021, 7, 1)}, "before the first"),
        ({"date_end": date(2021, 7, 30)}, "precision"),
        ({"date_precision": "month", "date_end": date(2021, 8, 2)}, "one month"),
        ({"deaths_low": 9, "deaths_high": 3}, "more than"),
        ({"deaths_low": -1}, "between 0"),
    ],
)
def test_what_does_not_fit_the_codebook_is_said_in_one_sentence(
    found: dict[str, Event], changes: dict[str, object], says: str
) -> None:
    _, event = of_type("ASSAULT", found)
    assert review.fault(event) == ""
    said = review.fault(replace(event, **changes))  # type: ignore[arg-type]
    assert says in said
    assert said.endswith(".")


@pytest.mark.parametrize(("kind", "by"), [("accept", "  "), ("accept", "\n\t"), ("condemn", "Ani")])
def test_nobody_decides_without_a_name_and_nothing_that_is_no_decision(kind: str, by: str) -> None:
    with pytest.raises(ReviewError):
        review.new_decision(kind, by)


def test_a_damaged_decision_is_named_and_the_others_hold(
    workspace: Path, article: Article, found: dict[str, Event]
) -> None:
    name, event = of_type("ASSAULT", found)
    good = decide(workspace, "reject", **on(name, event))
    folder = workspace / "decisions"
    row = json.loads((folder / f"{good.decision_id}.json").read_text("utf-8"))
    spoilt = [
        b"", b"[]", b"{", b"\xff\xfe", json.dumps(row | {"kind": "burn"}).encode(),
        json.dumps(row | {"before": row["before"] | {"type": {"a": 1}}}).encode(),
        json.dumps(row | {"before": row["before"] | {"deaths_low": "three"}}).encode(),
        json.dumps(row | {"decision_id": "../../etc"}).encode(), b"[" * 5000,
    ]  # fmt: skip
    for number, content in enumerate(spoilt):
        (folder / f"spoilt-{number}.json").write_bytes(content)
    shutil.copy(folder / f"{good.decision_id}.json", folder / f"{good.decision_id} (copy).json")
    log = review.read_log(workspace)
    assert log.decisions == [good]
    assert len(log.troubles) == len(spoilt)
    assert all("spoilt-" in trouble for trouble in log.troubles)
    assert name not in coded(workspace, article, found).events


DECIDES_OFTEN = """
import sys
from pathlib import Path
from dashboard import review
for number in range(40):
    review.keep(Path(sys.argv[1]), review.new_decision("read", sys.argv[2], article=f"article-{number}"))
"""


def test_two_people_at_the_same_time_lose_no_decision(tmp_path: Path) -> None:
    at_work = [subprocess.Popen([sys.executable, "-c", DECIDES_OFTEN, str(tmp_path), who]) for who in ("Ani", "Leyla")]
    assert [one.wait() for one in at_work] == [0, 0]
    log = review.read_log(tmp_path)
    assert log.troubles == []
    assert sorted((one.by, one.article) for one in log.decisions) == sorted(
        (who, f"article-{number}") for who in ("Ani", "Leyla") for number in range(40)
    )
    assert log.readers("article-7") in (["Ani", "Leyla"], ["Leyla", "Ani"])


# --- in an edition ----------------------------------------------------------------------------------


def rows(edition: store.Edition) -> dict[str, dict[str, object]]:
    return {row["event_id"]: row for row in store.ask_rows(edition, "events") if "four-days" in row["event_id"]}


def happenings(edition: store.Edition) -> dict[str, str]:
    return {row["event_id"]: row["happening_id"] for row in store.ask_rows(edition, "events")}


@pytest.fixture
def decided(workspace: Path, article: Article, found: dict[str, Event]) -> dict[str, str]:
    """Return the ids of what was corrected, rejected and added in an edition with all of it."""
    (shelling, assault), (truce, agreed) = of_type("ASSAULT", found), of_type("AGREE", found)
    start = article.text.index("Observers")
    words = article.text[start : start + len("Observers said that the road stayed closed.")]
    missed = replace(
        assault, type="COERCE", source=("AZE",), target=("ARM",), persons=(),
        place=None, place_id=None, lat=None, lon=None,
        deaths_low=None, deaths_high=None, quote=words, start=start, end=start + len(words), rule="review",
    )  # fmt: skip
    added = review.own_id(missed)
    decide(workspace, "correct", **on(shelling, assault, replace(assault, deaths_low=4, deaths_high=4)))
    decide(workspace, "reject", **on(truce, agreed))
    decide(workspace, "add", article=article.article_id, event_id=added, after=missed)
    return {"shelling": shelling, "truce": truce, "added": added}


def test_decisions_go_into_the_edition_and_survive_the_next_one(workspace: Path, decided: dict[str, str]) -> None:
    first = build.build_edition(workspace)
    held = rows(first)
    assert held[decided["shelling"]]["dataset"] == "reviewed"
    assert (held[decided["shelling"]]["deaths_low"], held[decided["shelling"]]["deaths_high"]) == (4, 4)
    assert held[decided["added"]]["dataset"] == "reviewed"
    assert decided["truce"] not in held
    assert store.check(first) == []
    assert build.current_edition(workspace) == first, "the same decisions give the same edition"
    listed = store.ask_rows(first, "decisions")
    assert [row["state"] for row in listed] == ["holds", "holds", "holds"]
    assert {row["event_id"] for row in listed} == set(decided.values())
    (workspace / "articles" / "another.md").write_text(TEXT.replace("28 July", "29 July"), encoding="utf-8")
    second = build.build_edition(workspace)
    assert second.edition_id != first.edition_id
    assert rows(second)[decided["shelling"]]["deaths_low"] == 4


def test_two_events_that_a_person_calls_one_happening_count_once_until_it_is_taken_back(
    workspace: Path, found: dict[str, Event]
) -> None:
    (shelling, _), (truce, _) = of_type("ASSAULT", found), of_type("AGREE", found)
    before = happenings(build.build_edition(workspace))
    assert before[shelling] != before[truce]
    given = decide(workspace, "same", event_id=shelling, other=truce)
    joined = happenings(build.build_edition(workspace))
    assert joined[shelling] == joined[truce]
    decide(workspace, "undo", undoes=given.decision_id)
    assert happenings(build.build_edition(workspace)) == before


def test_an_event_leaves_a_happening_when_a_person_says_so_and_the_others_stay_together(workspace: Path) -> None:
    for name in ("four-days-b", "four-days-c"):
        (workspace / "articles" / f"{name}.md").write_text(TEXT, encoding="utf-8")
    made = happenings(build.build_edition(workspace))
    told = sorted(name for name in made if name.startswith("four-days") and name.endswith("assault"))
    (root,) = {made[name] for name in told}
    assert root not in told, "the fact base knows this shelling, and its row lends the name"
    decide(workspace, "apart", event_id=told[0], other=root)
    decide(workspace, "apart", event_id=root, other=told[1])
    parted = happenings(build.build_edition(workspace))
    assert parted[root] == root
    assert parted[told[0]] == told[0]
    assert parted[told[1]] == parted[told[2]] not in (root, told[0])


# --- as gold ----------------------------------------------------------------------------------------


def karabakh(workspace: Path, *given: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = cli.main(["--workspace", str(workspace), *given])
    told = capsys.readouterr()
    return code, told.out, told.err


@pytest.mark.usefixtures("decided")
def test_what_was_read_to_its_end_is_gold_that_a_coder_can_be_scored_on(
    workspace: Path, article: Article, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "gold"
    code, _, said = karabakh(workspace, "decisions", "--gold", str(folder), capsys=capsys)
    assert (code, folder.exists()) == (2, False)
    assert "No article was read to its end" in said
    decide(workspace, "read", article=article.article_id)
    assert karabakh(workspace, "decisions", "--gold", str(folder), capsys=capsys)[0] == 0
    (gold,) = read_gold(folder)
    assert gold.article.text == article.text
    assert [(event.type, event.deaths_low) for event in gold.events] == [("ASSAULT", 4), ("COERCE", None)]
    code, out, _ = karabakh(workspace, "evaluate", "--gold", str(folder), "--format", "json", capsys=capsys)
    told = json.loads(out)["figures"]["all"]
    assert (code, told["gold_events"], told["recall"]) == (0, 2, 0.5)
    code, _, said = karabakh(workspace, "decisions", "--gold", str(folder), capsys=capsys)
    assert code == 2
    assert "not empty" in said


def test_two_people_who_read_one_article_are_compared_each_by_their_own_decisions(
    workspace: Path, article: Article, found: dict[str, Event], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (shelling, assault), (truce, agreed) = of_type("ASSAULT", found), of_type("AGREE", found)
    for name, event in found.items():
        decide(workspace, "accept", by="Ani", **on(name, event, event))
        decide(workspace, "reject" if name == truce else "accept", by="Leyla", **on(name, event, event))
    decide(workspace, "correct", by="Leyla", **on(shelling, assault, replace(assault, status="alleged")))
    code, _, said = karabakh(workspace, "decisions", "--agreement", capsys=capsys)
    assert code == 2
    assert "No two people" in said
    for who in ("Ani", "Leyla"):
        decide(workspace, "read", by=who, article=article.article_id)
    (told,) = agreements(workspace)
    assert (told["first"], told["second"], told["articles"]) == ("Ani", "Leyla", 1)
    assert (told["first_events"], told["second_events"]) == (len(found), len(found) - 1)
    assert told["status"] == pytest.approx(1 - 1 / (len(found) - 1))
    code, out, _ = karabakh(workspace, "decisions", "--agreement", capsys=capsys)
    assert code == 0
    assert "Ani and Leyla" in out
    folder = tmp_path / "gold"
    karabakh(workspace, "decisions", "--gold", str(folder), "--by", "Ani", "--second", "Leyla", capsys=capsys)
    (gold,) = read_gold(folder)
    assert len(gold.events) == len(found)
    assert gold.second is not None
    assert agreed.type not in {event.type for event in gold.second}


def test_the_log_tells_who_changed_what_and_from_what_to_what(
    workspace: Path, decided: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = karabakh(workspace, "decisions", "--format", "json", capsys=capsys)
    first, *others = json.loads(out)
    assert code == 0
    assert (first["by"], first["kind"], first["event_id"]) == ("Ani", "corrected", decided["shelling"])
    assert first["changed"] == "deaths low: 3 → 4; deaths high: 3 → 4"
    assert [one["kind"] for one in others] == ["rejected", "added"]
    assert karabakh(workspace, "decisions", "--by", "Leyla", capsys=capsys)[1] == "No row.\n"
