"""The evaluation room: every figure of a small gold folder is computed by hand here, and so is what a run leaves."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from dashboard import cli, scorecard
from dashboard.evaluation import GoldError, digest, evaluate, frozen, read_gold, report, running, score
from dashboard.evaluation.agreement import agreement, read_agreement, write_agreement
from dashboard.evaluation.contrast import VARIANTS, read_contrast, shares
from dashboard.evaluation.errors import worst
from dashboard.evaluation.gold import GoldArticle
from dashboard.evaluation.scoring import Scored, calibration, clusters, interval, match, right
from dashboard.model import Article, Event

ENGLISH = {
    "2020-10-10-truce-a": (
        "YEREVAN - The foreign ministers of Armenia and Azerbaijan met in Moscow on Friday. "
        "They agreed on a truce on Saturday. Azerbaijan shelled Stepanakert on Thursday, officials said, killing "
        "3 people. Armenia denied that it had shelled Ganja."
    ),
    "2020-10-10-truce-b": (
        "BAKU - Russia welcomed the truce on Saturday. Azerbaijan and Armenia agreed on it in Moscow early in the day. "
        "The European Union appealed to both countries to keep to it."
    ),
    "none-01": "The old bridge over the river is one of the sights of the town, and painters have loved it for ages.",
    "none-02": "The harvest of grapes in the valley was good this year, and the cellars of the villages are full.",
}
INDONESIAN = {
    "2020-10-10-truce-a": (
        "MOSKWA - Armenia dan Azerbaijan menyepakati gencatan senjata pada hari Sabtu di ibu kota Rusia. "
        "Azerbaijan akan menyerang Hadrut pada hari Minggu, kata seorang pejabat pemerintah yang tidak disebut namanya."
    ),
    "none-01": "Jembatan tua di atas sungai itu adalah salah satu pemandangan kota yang paling disukai para pelukis.",
}
HALF = {"sentences": 1000, "event": 0.5, "right": 0.5, "alone": 0.5}
CEASEFIRE = "2020-10-10-moscow-ceasefire"


def entry(quote: str, kind: str, source: str, target: str, **rest: Any) -> dict[str, Any]:
    """Return one event of a coding; it occurred on an unknown day and place unless said otherwise."""
    given = {"date": None, "date_precision": "unknown", "place": None, "status": "occurred", "track": None} | rest
    told = {"quote": quote, "type": kind, "source": source.split(), "target": target.split(), "deaths": None}
    return told | {"happening": quote} | given


TALKS = entry(
    "The foreign ministers of Armenia and Azerbaijan met in Moscow on Friday", "CONSULT", "ARM AZE", "ARM AZE",
    date="2020-10-09", date_precision="day", place="moscow", track="moscow",
)  # fmt: skip
TRUCE = entry(
    "They agreed on a truce on Saturday", "AGREE", "ARM AZE", "ARM AZE",
    date="2020-10-10", date_precision="day", happening=CEASEFIRE,
)  # fmt: skip
SHELLED = entry(
    "Azerbaijan shelled Stepanakert on Thursday", "ASSAULT", "AZE", "NKR",
    date="2020-10-08", date_precision="day", place="stepanakert", status="alleged", deaths=[3, 3],
)  # fmt: skip
DENIED = entry("it had shelled Ganja", "ASSAULT", "ARM", "AZE", place="ganja", status="denied")
WELCOME = entry("Russia welcomed the truce on Saturday", "SUPPORT", "RUS", "", date="2020-10-10", date_precision="day")
AGREED = entry(
    "Azerbaijan and Armenia agreed on it in Moscow", "AGREE", "ARM AZE", "ARM AZE",
    date="2020-10-10", date_precision="day", happening=CEASEFIRE,
)  # fmt: skip
APPEAL = entry("The European Union appealed to both countries", "REQUEST", "EU", "ARM AZE")
SEPAKAT = entry(
    "Armenia dan Azerbaijan menyepakati gencatan senjata", "AGREE", "ARM AZE", "ARM AZE",
    date="2020-10-10", date_precision="day", happening=CEASEFIRE,
)  # fmt: skip
AHEAD = entry(
    "Azerbaijan akan menyerang Hadrut", "ASSAULT", "AZE", "NKR",
    date="2020-10-11", date_precision="day", place="hadrut", status="planned",
)  # fmt: skip
CODINGS = {
    "en/2020-10-10-truce-a": [TALKS, TRUCE, SHELLED, DENIED],
    "en/2020-10-10-truce-b": [WELCOME, AGREED, APPEAL],
    "en/none-01": [],
    "en/none-02": [],
    "id/2020-10-10-truce-a": [SEPAKAT, AHEAD],
    "id/none-01": [],
}


def write_coding(path: Path, entries: Sequence[dict[str, Any]]) -> None:
    """Write a coding; its JSON is YAML too, but for days, which YAML knows and JSON does not."""
    text = json.dumps(entries, ensure_ascii=False, indent=1)
    for one in entries:
        text = text.replace(f'"date": "{one["date"]}"', f'"date": {one["date"]}')
    path.write_text(text, "utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a gold folder: two languages, three articles without events, and nine events in the others."""
    gold = tmp_path / "gold" / "mine"
    for language, texts in (("en", ENGLISH), ("id", INDONESIAN)):
        (gold / language).mkdir(parents=True)
        for name, text in texts.items():
            header = f"---\ntitle: A story\ndate: 2020-10-10\nlanguage: {language}\ngenre: wire\n---\n\n"
            (gold / language / f"{name}.md").write_text(header + text + "\n", "utf-8")
            write_coding(gold / language / f"{name}.yaml", CODINGS[f"{language}/{name}"])
    return gold


def perfect(gold: Sequence[GoldArticle]) -> list[Scored]:
    return score(gold, lambda _: [list(one.events) for one in gold])


def freeze(folder: Path) -> None:
    (folder.parent / f"{folder.name}.sha256").write_text(f"{digest(folder)}\n", "utf-8")


def evaluated(folder: Path, **asked: Any) -> dict[str, Any]:
    return running.run(running.Asked(gold=folder, **asked), lambda _: None)


def said_no(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    """Run the command, which must refuse in one sentence; return it."""
    assert cli.main(["evaluate", *map(str, arguments)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    line = err.strip().splitlines()[-1]
    assert line.startswith("karabakh: ")
    assert line.endswith(".")
    return line


# --- figures, by hand -------------------------------------------------------------------------------


def told(event: Event, **changes: Any) -> Event:
    return replace(event, **changes)


def some_coder(gold: Sequence[GoldArticle]) -> list[list[Event]]:
    """Return codings whose figures are counted below: 6 of 9 gold events are found, by 9 codings."""
    by_name = {one.name: one.events for one in gold}
    talks, truce, shelled, denied = by_name["en/2020-10-10-truce-a"]
    welcome, agreed, _ = by_name["en/2020-10-10-truce-b"]
    _, ahead = by_name["id/2020-10-10-truce-a"]
    codings = {
        "en/2020-10-10-truce-a": [
            told(talks, confidence=0.9, date=date(2020, 10, 8), date_end=date(2020, 10, 8), track="direct"),
            told(truce, confidence=0.9),
            told(shelled, confidence=0.7, status="occurred", deaths_low=30, deaths_high=30),
            told(denied, confidence=0.5, status="occurred"),
            told(talks, confidence=0.3, type="SUPPORT", track=None),  # false
        ],
        "en/2020-10-10-truce-b": [
            told(agreed, confidence=0.9),
            told(welcome, confidence=0.5, source=("TUR",)),
        ],  # false
        "en/none-01": [],
        "en/none-02": [told(welcome, article="none-02", confidence=0.1, quote="good", start=120, end=124)],  # false
        "id/2020-10-10-truce-a": [told(ahead, confidence=0.9, place="Ganja", place_id="ganja")],
        "id/none-01": [],
    }
    return [codings[one.name] for one in gold]


@pytest.fixture
def scored(folder: Path) -> list[Scored]:
    gold = read_gold(folder)
    return score(gold, lambda _: some_coder(gold))


def test_the_figures_are_those_that_a_person_counts(scored: list[Scored]) -> None:
    figures = evaluate(scored)
    everything = figures["all"]
    assert [everything[key] for key in ("articles", "gold_events", "coded_events")] == [6, 9, 9]
    assert everything["precision"] == round(6 / 9, 4)
    assert everything["recall"] == round(6 / 9, 4)
    assert everything["f1"] == round(12 / 18, 4)
    # met: talks, truce, shelled, denied, agreed, ahead
    assert everything["right_of_matched"] == {
        "date": round(5 / 6, 4),  # the talks are a day early
        "place": round(5 / 6, 4),  # Ganja is not Hadrut
        "status": round(4 / 6, 4),  # alleged and denied became occurred
        "track": 0.0,  # only the talks have one, and direct it is not
        "deaths": 0.0,  # stated once, and 30 is not 3
    }
    # of the two events that are denied, planned or past, both found, one is told as occurred
    assert everything["leaks"] == everything["leaks_of_matched"] == 0.5
    assert everything["alleged_as_occurred"] == 1.0
    assert everything["event_free_articles"] == 3
    assert everything["false_alarms"] == everything["alarmed_articles"] == round(1 / 3, 4)


def test_each_language_has_figures_of_its_own(scored: list[Scored]) -> None:
    figures = evaluate(scored)
    assert list(figures) == ["all", "en", "id"]
    english, indonesian = figures["en"], figures["id"]
    assert (english["precision"], english["recall"], english["f1"]) == (
        round(5 / 8, 4),
        round(5 / 7, 4),
        round(10 / 15, 4),
    )
    assert (indonesian["precision"], indonesian["recall"], indonesian["f1"]) == (1.0, 0.5, round(2 / 3, 4))
    assert english["false_alarms"] == 0.5
    assert indonesian["false_alarms"] == 0.0
    assert english["leaks"] == 1.0
    assert indonesian["leaks"] == 0.0
    assert english["right_of_matched"]["place"] == 1.0
    assert indonesian["right_of_matched"]["place"] == 0.0


def test_each_type_has_figures_of_its_own(scored: list[Scored]) -> None:
    types = evaluate(scored)["all"]["by_type"]
    assert len(types) == 16
    assert types["AGREE"] == {"gold": 3, "coded": 2, "precision": 1.0, "recall": round(2 / 3, 4), "f1": 0.8}
    assert types["ASSAULT"] == {"gold": 3, "coded": 3, "precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert types["SUPPORT"] == {"gold": 1, "coded": 3, "precision": 0.0, "recall": 0.0, "f1": 0.0}
    assert types["REQUEST"] == {"gold": 1, "coded": 0, "precision": None, "recall": 0.0, "f1": 0.0}
    assert types["COERCE"] == {"gold": 0, "coded": 0, "precision": None, "recall": None, "f1": None}


def test_the_calibration_compares_what_is_said_with_what_is_true(scored: list[Scored]) -> None:
    found = evaluate(scored)["all"]["calibration"]
    assert [(row["from"], row["codings"], row["said"], row["true"]) for row in found["bins"]] == [
        (0.0, 1, 0.1, 0.0),
        (0.2, 1, 0.3, 0.0),
        (0.4, 2, 0.5, 0.5),
        (0.6, 1, 0.7, 1.0),
        (0.8, 4, 0.9, 1.0),
    ]
    assert found["expected_error"] == round((0.1 + 0.3 + 2 * 0 + 0.3 + 4 * 0.1) / 9, 4)
    assert found["brier"] == round((0.01 + 0.09 + 2 * 0.25 + 0.09 + 4 * 0.01) / 9, 4)


def test_a_sure_coding_falls_into_the_last_bin_and_no_coding_into_none() -> None:
    assert [row["codings"] for row in calibration([(1.0, True)])["bins"]] == [1]
    assert calibration([]) == {"expected_error": None, "brier": None, "bins": []}


def test_pairs_of_one_happening_are_counted_in_gold_and_in_the_codings() -> None:
    # gold: a a a b b = 3 + 1 pairs; coded: x x y y y = 1 + 3 pairs; both: the first two, and the last two
    found = clusters([("a", "x"), ("a", "x"), ("a", "y"), ("b", "y"), ("b", "y")])
    assert found == {"gold_pairs": 4, "coded_pairs": 4, "precision": 0.5, "recall": 0.5, "f1": 0.5}
    assert clusters([]) == {"gold_pairs": 0, "coded_pairs": 0, "precision": None, "recall": None, "f1": None}


def test_the_happenings_of_the_codings_are_those_that_an_edition_finds(folder: Path) -> None:
    found = evaluate(perfect(read_gold(folder)))
    assert found["all"]["clusters"]["gold_pairs"] == 3  # the truce is told three times
    assert found["en"]["clusters"]["gold_pairs"] == 1
    assert found["id"]["clusters"]["gold_pairs"] == 0


def test_the_interval_draws_articles_and_holds_the_figure(scored: list[Scored]) -> None:
    ends = interval(scored)
    figures = evaluate(scored)["all"]
    for name, (low, high) in ends.items():
        assert 0 <= low < figures[name] < high <= 1
    assert interval(scored) == ends  # the same articles, the same interval
    one = [next(one for one in scored if one.gold.name == "en/2020-10-10-truce-a")]
    assert interval(one)["f1"] == (0.8889, 0.8889)  # one article: 2 * 4 / (5 + 4), however often it is drawn


# --- matching ---------------------------------------------------------------------------------------


def events_of(folder: Path, name: str) -> tuple[Event, ...]:
    return next(one.events for one in read_gold(folder) if one.name == name)


def test_a_coding_meets_gold_by_type_and_overlapping_sides(folder: Path) -> None:
    talks, _, shelled, _ = events_of(folder, "en/2020-10-10-truce-a")
    assert match([talks], [told(talks, source=("ARM", "RUS"), target=("AZE", "FRA"))]) == [(0, 0)]
    assert match([talks], [told(talks, type="AGREE")]) == []
    assert match([shelled], [told(shelled, source=("ARM",))]) == []
    assert match([shelled], [told(shelled, target=("AZE",))]) == []
    assert match([shelled], [told(shelled, target=())]) == []


def test_an_empty_side_meets_only_what_the_codebook_lets_it_meet(folder: Path) -> None:
    shelled = events_of(folder, "en/2020-10-10-truce-a")[2]
    unnamed = told(shelled, source=())
    assert match([unnamed], [unnamed]) == [(0, 0)]
    assert match([unnamed], [shelled]) == []
    assert match([shelled], [unnamed]) == []
    assert match([told(shelled, target=())], [shelled]) == [(0, 0)]  # gold names no target: any will do


def test_each_coding_is_used_once_and_the_closest_pair_first(folder: Path) -> None:
    shelled = events_of(folder, "en/2020-10-10-truce-a")[2]
    elsewhere = told(shelled, place_id="hadrut", place="Hadrut", date=date(2020, 10, 2), start=0, end=5)
    assert match([shelled], [elsewhere, shelled]) == [(0, 1)]
    assert match([elsewhere, shelled], [shelled]) == [(1, 0)]
    assert match([shelled, elsewhere], [elsewhere, shelled]) == [(0, 1), (1, 0)]
    assert match([], [shelled]) == match([shelled], []) == []


def test_a_field_is_right_when_it_says_the_same(folder: Path) -> None:
    _, _, shelled, denied = events_of(folder, "en/2020-10-10-truce-a")
    assert right("date", shelled, told(shelled, date_precision="days"))  # the first of several days
    assert not right("date", shelled, told(shelled, date_precision="month"))
    assert right("date", denied, denied)  # nothing stated, nothing coded
    assert right("deaths", shelled, told(shelled, deaths_high=None))  # "three" and "at least three"
    assert not right("deaths", shelled, told(shelled, deaths_low=4, deaths_high=4))
    assert not right("deaths", shelled, told(shelled, deaths_low=None, deaths_high=None))


def test_a_coder_that_is_right_on_everything_scores_one(folder: Path) -> None:
    for part in evaluate(perfect(read_gold(folder))).values():
        assert part["precision"] == part["recall"] == part["f1"] == 1.0
        assert part["interval_95"]["f1"][1] == 1.0
        assert set(part["right_of_matched"].values()) <= {1.0, None}
        assert part["leaks"] == 0.0
        assert part["false_alarms"] == 0.0


def test_a_coder_that_codes_nothing_scores_zero(folder: Path) -> None:
    gold = read_gold(folder)
    found = score(gold, lambda _: [[] for _ in gold])
    for part in evaluate(found).values():
        assert part["recall"] == part["f1"] == 0.0
        assert part["precision"] is None
        assert part["leaks"] == part["false_alarms"] == 0.0
        assert part["calibration"]["bins"] == []
    assert {error["kind"] for error in worst(found, 30)} == {"missed event"}


# --- two codings ------------------------------------------------------------------------------------


@pytest.fixture
def twice(folder: Path) -> Path:
    """Return the folder with second codings of two articles: four of five and five events meet."""
    second = [TALKS | {"track": None}, TRUCE, SHELLED | {"type": "COERCE"}, DENIED | {"place": None}]
    write_coding(folder / "en" / "2020-10-10-truce-a.second.yaml", second)
    write_coding(folder / "id" / "2020-10-10-truce-a.second.yaml", [SEPAKAT])
    return folder


def test_two_codings_of_the_same_articles_are_compared(twice: Path) -> None:
    agreed = agreement(read_gold(twice))
    assert list(agreed) == ["all", "en", "id"]
    everything = agreed["all"]
    assert [everything[key] for key in ("articles", "first_events", "second_events")] == [2, 6, 5]
    assert everything["f1"] == round(8 / 11, 4)
    assert (everything["date"], everything["place"], everything["track"]) == (1.0, 0.75, 0.0)
    assert agreed["en"]["f1"] == 0.75
    assert agreed["id"]["f1"] == round(2 / 3, 4)


def test_the_agreement_is_written_and_read_again(twice: Path, tmp_path: Path) -> None:
    path = tmp_path / "agreement.csv"
    write_agreement(path, agreement(read_gold(twice)))
    assert read_agreement(path)["all"]["f1"] == str(round(8 / 11, 4))
    path.write_text("language,f1\nall,1\n", "utf-8")
    with pytest.raises(GoldError, match="--agreement"):
        read_agreement(path)


def test_the_command_compares_two_codings(twice: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["evaluate", "--agreement", "--gold", str(twice)]) == 0
    assert "72.7" in capsys.readouterr().out
    assert not (twice.parent / "agreement.csv").exists()
    for path in twice.rglob("*.second.yaml"):
        path.unlink()
    assert "second coding" in said_no(capsys, "--agreement", "--gold", twice)


# --- contrast sets ----------------------------------------------------------------------------------

CONTRAST = """frame,variant,published,sentence,type,source,target,status
1,affirmative,2020-10-05,Azerbaijan shelled Stepanakert on Sunday.,ASSAULT,AZE,NKR,occurred
2,affirmative,2020-10-05,Armenia shelled Ganja on Sunday.,ASSAULT,ARM,AZE,occurred
1,negated,2020-10-05,Azerbaijan did not shell Stepanakert on Sunday.,NONE,,,
1,denied,2020-10-05,Azerbaijan denied that it had shelled Stepanakert.,ASSAULT,AZE,NKR,denied
"""


def test_a_contrast_set_says_which_share_is_coded_as_the_codebook_wants(folder: Path) -> None:
    (folder.parent / "sentences").mkdir()
    (folder.parent / "sentences" / "contrast.en.csv").write_text(CONTRAST, "utf-8")
    sentences = read_contrast(folder, "en")
    assert read_contrast(folder, "id") == []
    shelled = events_of(folder, "en/2020-10-10-truce-a")[2]
    as_occurred = told(shelled, status="occurred")
    codings = [[as_occurred, told(shelled, type="ACCUSE")], [as_occurred], [as_occurred], [as_occurred]]
    found = shares(sentences, codings)
    assert list(found) == ["affirmative", "negated", "denied"]
    assert found["affirmative"] == {"sentences": 2, "event": 0.5, "right": 0.5, "alone": 0.0}
    assert found["negated"] == {"sentences": 1, "event": 0.0, "right": 0.0, "alone": 0.0}
    assert found["denied"] == {"sentences": 1, "event": 1.0, "right": 0.0, "alone": 0.0}
    nothing = shares(sentences, [[], [], [], []])
    assert [nothing[name]["right"] for name in nothing] == [0.0, 1.0, 0.0]


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("affirmative", "perhaps", "perhaps"),
        ("2020-10-05", "5 October", "5 October"),
        ("NKR,occurred", "NKR,happened", "happened"),
        (",status", "", "status"),
    ],
)
def test_a_contrast_set_with_a_wrong_row_is_refused(folder: Path, old: str, new: str, word: str) -> None:
    (folder / "sentences").mkdir()
    (folder / "sentences" / "contrast.en.csv").write_text(CONTRAST.replace(old, new, 1), "utf-8")
    with pytest.raises(GoldError, match=word):
        read_contrast(folder, "en")


# --- gold that cannot be used -----------------------------------------------------------------------

BROKEN = {
    "[{quote: “": "not valid YAML near its line",
    "quote: something": "must be a list of events",
    "- happening": "must be a list of events",
    "- {date: 2020-13-45}": "no calendar",
    "- {mood: bad}": "mood",
}
WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "type": ({"type": "ATTACK"}, "ATTACK"),
    "no type": ({"type": ["ASSAULT"]}, "ASSAULT"),
    "status": ({"status": "perhaps"}, "perhaps"),
    "precision": ({"date_precision": "hour"}, "hour"),
    "track": ({"track": "vienna"}, "vienna"),
    "source": ({"source": ["ATLANTIS"]}, "ATLANTIS"),
    "speaker": ({"speaker": ["ATLANTIS"]}, "ATLANTIS"),
    "no list": ({"source": "AZE"}, "must be a list"),
    "place": ({"place": "atlantis"}, "atlantis"),
    "quote": ({"quote": "words that stand nowhere"}, "0 times"),
    "quote twice": ({"quote": "shelled"}, "2 times"),
    "no quote": ({"quote": ""}, "0 times"),
    "deaths": ({"deaths": "three"}, "three"),
    "happening": ({"happening": ""}, "happening"),
    "day": ({"date": "last Friday"}, "last Friday"),
    "joint": ({"type": "AGREE"}, "joint"),
}


@pytest.mark.parametrize("content", BROKEN)
def test_a_coding_that_cannot_be_read_is_refused_in_one_sentence(
    folder: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "en" / "2020-10-10-truce-a.yaml"
    path.write_text(content, "utf-8")
    line = said_no(capsys, "--gold", folder)
    assert BROKEN[content] in line
    assert path.name in line


@pytest.mark.parametrize("what", WRONG)
def test_an_event_that_cannot_be_right_is_refused_in_one_sentence(
    folder: Path, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    changes, word = WRONG[what]
    write_coding(folder / "en" / "2020-10-10-truce-a.yaml", [TALKS, SHELLED | changes])
    line = said_no(capsys, "--gold", folder)
    assert word in line
    assert "event 2" in line


def test_a_second_coding_is_read_as_strictly_as_the_first(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_coding(folder / "en" / "2020-10-10-truce-a.second.yaml", [SHELLED | {"place": "atlantis"}])
    assert "second.yaml, event 1" in said_no(capsys, "--gold", folder)


def test_a_coding_in_another_encoding_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "en" / "none-01.yaml").write_bytes(b"- {quote: \xff}")
    assert "UTF-8" in said_no(capsys, "--gold", folder)


def test_options_that_do_not_go_together_are_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "not both" in said_no(capsys, "--gold", folder, "--set", "dev")
    assert "--coder" in said_no(capsys, "--gold", folder, "--model", "some")
    assert "no gold" in said_no(capsys, "--gold", folder / "nowhere")
    shutil.rmtree(folder / "id")
    assert "“id”" in said_no(capsys, "--gold", folder, "--language", "id")
    assert "http" in said_no(capsys, "--gold", folder, "--coder", "not an address")


def test_an_article_without_a_coding_is_left_out_and_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "en" / "none-01.yaml").unlink()
    (folder / "README.md").write_text("About this folder.", "utf-8")
    assert cli.main(["evaluate", "--gold", str(folder), "--language", "en", "--format", "json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["figures"]["all"]["articles"] == 3
    assert "none-01.md" in err
    assert "README" not in err


# --- a run ------------------------------------------------------------------------------------------


def test_a_run_from_the_command_line_is_text_for_people_or_json_for_programs(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [sys.executable, "-m", "dashboard.cli", "evaluate", "--gold", str(folder)]

    russian = evaluated(folder)
    for part in ("figures", "contrast"):  # a third language must not widen the tables
        russian[part] = dict.fromkeys(("all", "en", "id", "ru"), (russian[part] or {}).get("en", {"passive": HALF}))
    assert max(len(line) for line in report.text(russian).splitlines() if str(folder) not in line) <= report.WIDTH
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True, timeout=120)
    text, progress = done.stdout, done.stderr
    assert cli.main([*command[3:], "--format", "json", "--worst", "2"]) == 0
    as_json = capsys.readouterr().out
    assert max(len(line) for line in text.splitlines() if str(folder) not in line) <= report.WIDTH
    for heading in ("Events found", "right in", "leaks", "By type", "confidence", "same happening", "worst errors"):
        assert heading in text
    assert "articles of" in progress
    told = json.loads(as_json)
    assert list(told["figures"]) == ["all", "en", "id"]
    assert told["coder"] == "built-in"
    assert len(told["fingerprint"]) == 12
    assert len(told["worst"]) <= 2
    assert told["sentences"] > 8
    assert told["ledger"] is None


def test_a_run_on_articles_that_the_models_are_trained_on_says_so(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert evaluated(folder, language="id")["learnt"] == 0
    shutil.copytree(folder / "id", tmp_path / "bundled" / "dev" / "id")
    monkeypatch.setattr(running, "GOLD", tmp_path / "bundled")
    told = evaluated(folder)
    assert told["learnt"] == 2
    assert "trained on 2 of these articles" in report.text(told)


def test_the_worst_errors_show_article_words_gold_and_coding(scored: list[Scored]) -> None:
    errors = worst(scored, 30)
    kinds = [error["kind"] for error in errors]
    assert kinds == ["false event"] * 3 + ["missed event"] * 3 + ["wrong fields"] * 4
    assert [error["coded"]["confidence"] for error in errors[:3]] == [0.5, 0.3, 0.1]
    assert errors[0]["article"] == "en/2020-10-10-truce-b"
    assert errors[0]["quote"] == "Russia welcomed the truce on Saturday"
    assert errors[0]["gold_there"][0]["source"] == ["RUS"]
    assert errors[0]["coded"]["source"] == ["TUR"]
    assert {error["gold"]["type"] for error in errors[3:6]} == {"SUPPORT", "REQUEST", "AGREE"}
    assert [set(error["wrong"]) for error in errors[6:8]] == [{"date", "track"}, {"status", "deaths"}]
    # a third of each kind, as long as there are enough
    assert [error["kind"] for error in worst(scored, 4)] == ["false event"] * 2 + ["missed event", "wrong fields"]
    assert worst(scored, 0) == []


def test_a_coder_s_failure_over_one_article_is_told_and_costs_no_other(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dashboard import coding  # noqa: PLC0415

    def fails(article: Article) -> list[Event]:
        if article.article_id == "none-02":
            raise ZeroDivisionError("by zero")
        return []

    monkeypatch.setattr(coding, "code_article", fails)
    told = evaluated(folder)
    assert told["not_coded"] == ["“none-02” could not be coded (ZeroDivisionError: by zero)."]
    assert told["figures"]["all"]["articles"] == 6
    assert "could not be coded" in report.text(told)


def test_a_coder_that_fails_over_everything_leaves_no_trace_in_the_ledger(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dashboard import coding  # noqa: PLC0415

    def fails(_: Article) -> list[Event]:
        raise ZeroDivisionError

    freeze(folder)
    monkeypatch.setattr(coding, "code_article", fails)
    with pytest.raises(GoldError, match="None of the 6"):
        evaluated(folder)
    assert not (folder.parent / "ledger.csv").exists()


class Endpoint(BaseHTTPRequestHandler):
    """A model that finds the welcome in every article, and is refused where it does not stand."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.startswith("/closed"):
            self.send_error(401)
            return
        welcome = {
            "quote": "Russia welcomed the truce on Saturday.", "type": "SUPPORT", "source": ["RUS"], "target": [],
            "persons": [], "date": "2020-10-10", "date_end": None, "date_precision": "day", "place": None,
            "status": "occurred", "track": None, "deaths_low": None, "deaths_high": None, "speaker": None,
            "confidence": 0.8,
        }  # fmt: skip
        answer = {"content": json.dumps({"events": [welcome]}), "role": "assistant"}
        body = json.dumps({"choices": [{"message": answer, "finish_reason": "stop"}]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def endpoint() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Endpoint) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()


def test_a_coder_of_one_s_own_is_scored_by_the_same_rule(
    folder: Path, endpoint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    freeze(folder)
    assert evaluated(folder)["ledger"]["run"] == 1
    arguments = ["--gold", str(folder), "--coder", endpoint, "--model", "mine", "--format", "json"]
    assert cli.main(["evaluate", *arguments]) == 0
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert "6 articles will be sent to 127.0.0.1." in err
    assert (told["coder"], told["contrast"]) == ("mine", None)
    everything = told["figures"]["all"]
    assert (everything["coded_events"], everything["precision"], everything["recall"]) == (1, 1.0, round(1 / 9, 4))
    assert everything["right_of_matched"]["date"] == 1.0
    quoted = [(row["run"], row["coder"], row["language"]) for row in told["ledger"]["first"]]
    assert quoted[:2] == [("2", "mine", "all"), ("1", "built-in", "all")]  # its own first, and the program's beside it
    assert [row["coder"] for row in ledger(folder)] == ["built-in"] * 3 + ["mine"] * 3


def test_an_endpoint_that_lets_nobody_in_is_told_in_one_sentence(
    folder: Path, endpoint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    freeze(folder)
    closed = endpoint.replace("/v1", "/closed")
    assert "127.0.0.1" in said_no(capsys, "--gold", folder, "--coder", closed, "--model", "mine")
    assert not (folder.parent / "ledger.csv").exists()


# --- the frozen set ---------------------------------------------------------------------------------


def ledger(folder: Path) -> list[dict[str, str]]:
    with (folder.parent / "ledger.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_run_on_a_frozen_set_is_added_to_the_ledger(folder: Path) -> None:
    freeze(folder)
    first = evaluated(folder)
    rows = ledger(folder)
    assert [(row["run"], row["language"]) for row in rows] == [("1", "all"), ("1", "en"), ("1", "id")]
    assert rows[0]["coder"] == "built-in"
    assert rows[0]["fingerprint"] == first["fingerprint"]
    assert (rows[0]["articles"], rows[0]["events"]) == ("6", "9")
    for row in rows:
        figures = first["figures"][row["language"]]
        assert row["f1"] == str(figures["f1"])
        assert (float(row["low"]), float(row["high"])) == figures["interval_95"]["f1"]
        assert row["false_alarms"] == str(figures["false_alarms"])
    second = evaluated(folder / "id")  # a part of the set is a look at it too
    assert [(row["run"], row["language"]) for row in ledger(folder)[3:]] == [("2", "id")]
    assert second["ledger"]["run"] == 2
    assert second["ledger"]["first"] == [rows[2]]
    assert "This is run 2" in report.text(second)
    assert "1, first" in report.text(second)


def test_a_changed_frozen_set_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    freeze(folder)
    write_coding(folder / "id" / "2020-10-10-truce-a.yaml", [SEPAKAT])
    assert "not the set that was frozen" in said_no(capsys, "--gold", folder)
    assert "not the set that was frozen" in said_no(capsys, "--gold", folder / "en")
    assert not (folder.parent / "ledger.csv").exists()


def test_a_second_coding_does_not_change_a_frozen_set(folder: Path) -> None:
    before = digest(folder)
    write_coding(folder / "en" / "2020-10-10-truce-a.second.yaml", [TALKS])
    assert digest(folder) == before
    (folder / "en" / "none-01.md").rename(folder / "en" / "none-03.md")
    assert digest(folder) != before


def test_a_copy_of_the_bundled_frozen_set_is_known_and_one_without_its_digest_refused(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frozen, "GOLD", tmp_path / "bundled")
    shutil.copytree(folder, tmp_path / "bundled" / "test")
    with pytest.raises(GoldError, match=r"test\.sha256 is missing"):
        frozen.frozen_set(tmp_path / "bundled" / "test")
    freeze(tmp_path / "bundled" / "test")
    assert frozen.frozen_set(folder) == tmp_path / "bundled" / "test"
    assert frozen.frozen_set(folder / "en") is None


def test_a_ledger_that_cannot_be_written_is_printed(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(path: Path, _: Iterable[frozen.Row]) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    freeze(folder)
    monkeypatch.setattr(frozen, "append", read_only)  # who runs tests as root may write everywhere
    assert cli.main(["evaluate", "--gold", str(folder), "--language", "id"]) == 0
    out, err = capsys.readouterr()
    assert "cannot be written" in err
    (row,) = (line for line in out.splitlines() if line.startswith("1,2"))
    assert ",built-in,id,2,2," in row


def test_a_damaged_ledger_is_refused_before_anything_is_coded(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    freeze(folder)
    (folder.parent / "ledger.csv").write_text("run,day\nfirst,yesterday\n", "utf-8")
    assert "line 2" in said_no(capsys, "--gold", folder)


# --- the scorecard ----------------------------------------------------------------------------------


def test_the_scorecard_says_when_there_was_no_run_yet(tmp_path: Path) -> None:
    assert "has not been run on its frozen set" in scorecard.html(tmp_path)


def test_the_scorecard_quotes_the_first_run_per_language_with_ceiling_and_limits(twice: Path) -> None:
    columns = dict.fromkeys(frozen.COLUMNS, "")
    quoted = columns | {
        "run": "2", "day": "2026-01-01", "version": "0.1", "fingerprint": "abc", "coder": "built-in",
        "articles": "60", "events": "400", "precision": "0.8", "recall": "0.5", "f1": "0.615", "low": "0.58",
        "high": "0.66", "date": "0.9", "place": "0.7", "status": "0.95", "deaths": "0.6", "false_alarms": "0.25",
    }  # fmt: skip
    own = quoted | {"run": "1", "coder": "a model", "language": "en", "f1": "0.99"}
    rows = [own, *(quoted | {"language": name} for name in ("all", "en", "id"))]
    rows.append(quoted | {"run": "3", "language": "en", "f1": "0.97"})
    frozen.append(twice.parent / "ledger.csv", rows)
    write_agreement(twice.parent / "agreement.csv", agreement(read_gold(twice)))
    said = scorecard.html(twice.parent)
    assert said.count("62 % (58 % to 66 %)") == 2
    assert "97 %" not in said
    assert "99 %" not in said
    assert "0.25" in said
    assert "60 in English and 60 in Indonesian" in said
    assert "in English recall (50 %) and deaths (60 %)" in said
    assert "same project" in said
    assert "agreed at an F1 of 73 %" in said


def test_the_scorecard_escapes_what_stands_in_the_files_and_survives_their_damage(tmp_path: Path) -> None:
    row = dict.fromkeys(frozen.COLUMNS, "") | {"run": "1", "coder": "built-in", "language": "en"}
    frozen.append(tmp_path / "ledger.csv", [row | {"version": "<script>", "day": "<b>"}])
    said = scorecard.html(tmp_path)
    assert "<script>" not in said
    assert "&lt;script&gt;" in said
    (tmp_path / "ledger.csv").write_bytes(b"\xff\xfe")
    assert "cannot be read" in scorecard.html(tmp_path)


def test_the_variants_are_those_that_the_guide_names() -> None:
    assert set(VARIANTS) == {
        "affirmative", "negated", "denied", "future", "conditional", "historical", "passive", "reported",
    }  # fmt: skip
