"""A coder of the user's own, against a real server on this machine that speaks the protocol, well or badly."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from providers import Answering, hangs_up

from dashboard import store
from dashboard.coding import read_article
from dashboard.coding.articles import parse_article
from dashboard.endpoint import CoderError, Endpoint, Patience, answers, asking, disagreements
from dashboard.endpoint.server import MAX_ANSWER
from dashboard.model import EVENT_TYPES, JOINT_TYPES, STATUSES, TRACKS, Article, Event

ROOT = Path(__file__).resolve().parent.parent
GANJA = ROOT / "data" / "articles" / "en-2020-10-11-ceasefire-ganja.md"
TEXT = """Ministers meet

October 9, 2020
The foreign ministers of Armenia and Azerbaijan met in Moscow on Friday with Sergey Lavrov. Armenia accused Azerbaijan \
of shelling Stepanakert on 4 October. Since the shelling of 4 October, shops reopened in Hadrut on Thursday. Russia \
invited both sides to meet again in Geneva on Monday.

Foto: The ministers of Armenia and Azerbaijan sat down in Moscow.

Armenia accused Azerbaijan again.
"""
QUICK = Patience(connect=2, answer=0.5, tries=3, first_wait=0.01, longest_wait=1.5)
KEY = "sk-secret-0123456789"

Behave = Callable[["Handler"], None]


def event(**changes: object) -> dict[str, Any]:
    """Return an answer's event that TEXT bears out."""
    sides = ["ARM", "AZE", "RUS"]
    return {
        "quote": "The foreign ministers of Armenia and Azerbaijan met in Moscow on Friday with Sergey Lavrov.",
        "type": "CONSULT", "source": sides, "target": sides, "persons": ["Sergey Lavrov"], "date": "2020-10-09",
        "date_end": None, "date_precision": "day", "place": "Moscow", "status": "occurred", "track": "moscow",
        "deaths_low": None, "deaths_high": None, "speaker": None, "confidence": 0.9,
    } | changes  # fmt: skip


SHELLING = event(
    quote="Armenia accused Azerbaijan of shelling Stepanakert on 4 October.", type="ASSAULT", source=["AZE"],
    target=["NKR"], persons=[], date="2020-10-04", place="Stepanakert", status="alleged", track=None, speaker="ARM",
)  # fmt: skip


class Handler(Answering):
    """Records each request and behaves as the server's script says; the last behaviour stays."""

    server: Fake

    def do_POST(self) -> None:  # noqa: N802  # as http.server calls it
        self._serve(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def do_GET(self) -> None:  # noqa: N802  # as http.server calls it
        self._serve(None)

    def _serve(self, asked: dict[str, Any] | None) -> None:
        self.server.requests.append((self.path, dict(self.headers), asked))
        script = self.server.script
        (script.pop(0) if len(script) > 1 else script[0])(self)


class Fake(ThreadingHTTPServer):
    """An endpoint on a free port of this machine."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script: list[Behave] = []
        self.requests: list[tuple[str, dict[str, str], dict[str, Any] | None]] = []
        self.url = f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, *_: object) -> None:
        """Say nothing of clients that have hung up."""

    @property
    def payloads(self) -> list[dict[str, Any]]:
        return [asked for _, _, asked in self.requests if asked is not None]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Fake]:
    for name in ("KARABAKH_CODER_KEY", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    with Fake() as fake:
        threading.Thread(target=fake.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield fake
        fake.shutdown()


def says(content: str, finish: str = "stop") -> Behave:
    reply = {"choices": [{"message": {"role": "assistant", "content": content}, "finish_reason": finish}]}
    return lambda handler: handler.send(200, json.dumps(reply).encode())


def gives(*events: object) -> Behave:
    return says(json.dumps({"events": events}))


def fails(status: int, message: str = "", **headers: str) -> Behave:
    return lambda handler: handler.send(status, json.dumps({"error": {"message": message}}).encode(), **headers)


def article(text: str = TEXT, name: str = "talks") -> Article:
    return parse_article(text, name)


def coder(server: Fake, **more: Any) -> Endpoint:
    return Endpoint(server.url, "tiny", **({"patience": QUICK} | more))


def coded(server: Fake, *script: Behave) -> tuple[list[Event], Endpoint]:
    server.script = list(script)
    endpoint = coder(server)
    (events,) = endpoint.code([article()])
    return events, endpoint


def complaint(server: Fake, *script: Behave, **more: Any) -> str:
    server.script = list(script)
    with pytest.raises(CoderError) as caught:
        list(coder(server, **more).code([article()]))
    assert "\n" not in str(caught.value)
    return str(caught.value)


# --- the straight way ---------------------------------------------------------------------------------


def test_an_article_is_coded_and_the_edition_takes_its_events(server: Fake, tmp_path: Path) -> None:
    read = read_article(GANJA)
    told = [
        event(
            quote="A missile strike on residential buildings in Ganja, Azerbaijan's second city, killed nine people",
            type="ASSAULT", source=["ARM"], target=["AZE"], persons=[], date="2020-10-11", place="Ganja",
            status="denied", track=None, deaths_low=9, deaths_high=9, speaker="AZE",
        ),
        event(quote="The foreign ministers of Armenia, Azerbaijan and Russia met in Moscow on Friday, Oct. 9"),
        event(quote="The ICRC welcomed the ceasefire", type="SUPPORT", source=["ICRC"], target=[], persons=[],
              date=None, date_precision="unknown", place=None, track=None),
    ]  # fmt: skip
    server.script = [gives(*told[::-1])]
    endpoint = coder(server)
    (events,) = endpoint.code([read])
    assert [e.type for e in events] == ["ASSAULT", "CONSULT", "SUPPORT"], "in the order of the text"
    assert all(read.text[e.start : e.end] == e.quote and e.rule == "endpoint.tiny" for e in events)
    strike, talks, thanks = events
    assert (strike.place_id, strike.deaths_low, strike.speaker, strike.status) == ("ganja", 9, "AZE", "denied")
    assert (strike.date, strike.date_end, strike.lat) == (date(2020, 10, 11), date(2020, 10, 11), 40.6816)
    assert (talks.source, talks.persons, talks.track) == (("ARM", "AZE", "RUS"), ("sergey-lavrov",), "moscow")
    assert (thanks.date, thanks.place_id, thanks.date_precision) == (None, None, "unknown")
    assert not endpoint.refused
    made = store.new_edition(tmp_path, [read], events, [GANJA])
    rows = [row for row in store.ask_rows(made, "events") if row["dataset"] == "coded"]
    assert len(rows) == 3


def test_the_model_gets_the_codebook_the_article_and_the_shape_of_the_answer(server: Fake) -> None:
    coded(server, gives())
    (asked,) = server.payloads
    assert (asked["model"], asked["temperature"], asked["stream"]) == ("tiny", 0, False)
    assert isinstance(asked["seed"], int)
    system, user = (message["content"] for message in asked["messages"])
    assert "- NKR: Karabakh Armenian authorities" in system
    assert "2020-10-09, a Friday" in user
    assert user.endswith("Armenia accused Azerbaijan again.")
    fields = asked["response_format"]["json_schema"]["schema"]["properties"]["events"]["items"]["properties"]
    assert fields["type"]["enum"] == list(EVENT_TYPES)
    assert server.requests[0][0] == "/v1/chat/completions"


def test_the_instruction_explains_every_type_status_and_track() -> None:
    text = (ROOT / "data" / "coder_instruction.md").read_text(encoding="utf-8")
    assert [word for word in [*EVENT_TYPES, *STATUSES, *TRACKS] if f"`{word}`" not in text] == []


def test_without_a_name_the_only_model_is_taken(server: Fake) -> None:
    def offer(*names: str) -> Behave:
        return lambda handler: handler.send(200, json.dumps({"data": [{"id": name} for name in names]}).encode())

    server.script = [offer("solo"), gives(event())]
    (events,) = Endpoint(server.url, patience=QUICK).code([article()])
    assert events[0].rule == "endpoint.solo"
    server.script = [offer("one", "two")]
    with pytest.raises(CoderError, match=r"has 2 models \(one, two\): name one"):
        list(Endpoint(server.url, patience=QUICK).code([article()]))


# --- answers that are kept ----------------------------------------------------------------------------


def test_what_is_kept_is_not_asked_again(server: Fake, tmp_path: Path) -> None:
    server.script = [gives(event(), SHELLING)]
    (first,) = coder(server, cache=tmp_path / "answers").code([article()])
    server.shutdown()
    server.server_close()
    (second,) = coder(server, cache=tmp_path / "answers").code([article()])
    assert first == second
    assert len(first) == 2
    assert len(server.requests) == 1


def test_another_model_text_or_instruction_is_asked_anew(
    server: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.script = [gives()]
    for name, text in (("tiny", TEXT), ("tiny", TEXT), ("big", TEXT), ("big", TEXT + "More of it.")):
        list(Endpoint(server.url, name, tmp_path).code([article(text)]))
    assert len(server.requests) == 3
    monkeypatch.setattr(asking, "instruction", lambda: "Code otherwise.")
    list(Endpoint(server.url, "tiny", tmp_path).code([article()]))
    assert len(server.requests) == 4
    assert len(list(tmp_path.iterdir())) == 4, "and no part of a file is left behind"


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"answer": 1}', "\0\xff", "other question", "unreadable answer"])
def test_a_broken_kept_answer_is_ignored_and_asked_again(server: Fake, tmp_path: Path, broken: str) -> None:
    server.script = [gives(event())]
    list(coder(server, cache=tmp_path).code([article()]))
    (path,) = tmp_path.iterdir()
    whole = json.loads(path.read_text("utf-8"))
    texts = {
        "other question": json.dumps(whole | {"model": "big"}),
        "unreadable answer": json.dumps(whole | {"answer": "{"}),
    }
    path.write_text(texts.get(broken, broken), encoding="latin-1")
    (events,) = coder(server, cache=tmp_path).code([article()])
    assert (len(events), len(server.requests)) == (1, 2)
    assert json.loads(path.read_text("utf-8")) == whole, "it is whole again"


def test_an_answer_that_cannot_be_kept_is_still_used(server: Fake, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    said: list[str] = []
    server.script = [gives(event())]
    (events,) = coder(server, cache=tmp_path / "file", say=said.append).code([article()])
    assert len(events) == 1
    assert "could not be kept" in said[0]


# --- answers that do not hold -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"quote": "The ministers of Armenia and Azerbaijan met in Paris."}, "quote is not in the article"),
        ({"quote": "Ministers meet"}, "quote is not in the article"),  # the headline
        ({"quote": "Foto: The ministers of Armenia"}, "quote is a caption, a link or the like"),
        ({"quote": ""}, "quote is no clause or sentence"),
        ({"quote": ["met"]}, "quote is no clause or sentence"),
        ({"type": "MEET"}, "unknown type"),
        ({"type": None}, "unknown type"),
        ({"status": "rumoured"}, "unknown status"),
        ({"track": "oslo"}, "unknown track"),
        ({"source": ["ARM", "MOON"], "target": ["ARM", "MOON"]}, "unknown actor"),
        ({"source": "ARM"}, "source or target is not a list"),
        ({"speaker": "Lavrov"}, "unknown speaker"),
        ({"target": ["AZE", "RUS"]}, "joint event with different source and target"),
        ({"date": "2020-10-12"}, "date is after the dateline"),
        ({"date": "9 October"}, "date is no day of the calendar"),
        ({"date": "2020-02-30"}, "date is no day of the calendar"),
        ({"date": "0020-10-09"}, "date is no day of the calendar"),
        ({"date": 20201009}, "date is no day of the calendar"),
        ({"date_precision": "hour"}, "unknown date precision"),
        ({"date_precision": "unknown"}, "date and precision do not fit"),
        ({"date_precision": "days"}, "date and precision do not fit"),
        ({"date": None}, "date and precision do not fit"),
        ({"date_end": "2020-10-08"}, "date and precision do not fit"),
        ({"deaths_low": 5, "deaths_high": 2}, "deaths are no interval"),
        ({"deaths_low": -1}, "deaths are no number"),
        ({"deaths_high": "dozens"}, "deaths are no number"),
        ({"deaths_high": True}, "deaths are no number"),
        ({"confidence": 7}, "confidence is not between 0 and 1"),
        ({"confidence": float("nan")}, "confidence is not between 0 and 1"),
    ],
)
def test_what_the_article_or_the_codebook_does_not_bear_out_is_refused_and_counted(
    server: Fake, changes: dict[str, object], reason: str
) -> None:
    events, endpoint = coded(server, gives(event(**changes), SHELLING))
    assert dict(endpoint.refused) == {reason: 1}
    assert [e.type for e in events] == ["ASSAULT"], "the rest is taken over"


def test_what_is_no_event_at_all_is_refused(server: Fake) -> None:
    events, endpoint = coded(server, gives("an event", None, [], event()))
    assert (len(events), endpoint.refused["not an object"]) == (1, 3)


def test_a_day_that_the_only_written_day_of_the_sentence_excludes_is_refused(server: Fake) -> None:
    events, endpoint = coded(server, gives(SHELLING | {"date": "2020-10-03"}))
    assert (events, dict(endpoint.refused)) == ([], {"date contradicts the text": 1})


def test_a_day_that_another_word_of_the_sentence_gives_is_taken(server: Fake) -> None:
    opened = SHELLING | {
        "quote": "shops reopened in Hadrut on Thursday", "type": "RETREAT", "status": "occurred", "place": "Hadrut",
        "date": "2020-10-08",
    }  # fmt: skip
    events, endpoint = coded(server, gives(opened))
    assert (events[0].date, events[0].place_id, endpoint.refused) == (date(2020, 10, 8), "hadrut", {})


def test_what_is_planned_may_lie_ahead(server: Fake) -> None:
    planned = event(
        quote="both sides to meet again in Geneva on Monday", status="planned", date="2020-10-12", place="Geneva",
        track="geneva",
    )  # fmt: skip
    events, _ = coded(server, gives(planned))
    assert (events[0].date, events[0].place_id) == (date(2020, 10, 12), "geneva")


def test_what_happened_more_than_a_week_before_is_background() -> None:
    late = replace(article(), published=date(2020, 10, 17))
    for published, status in ((date(2020, 10, 16), "occurred"), (date(2020, 10, 17), "background")):
        (found,) = answers.events([event()], replace(late, published=published), "x", *counters())
        assert found.status == status


def test_a_day_without_its_year_may_be_of_another_year() -> None:
    text = TEXT.replace("on Friday with Sergey Lavrov", "on 20 June with Sergey Lavrov")
    quote = "The foreign ministers of Armenia and Azerbaijan met in Moscow on 20 June"
    for day, reasons in (("2019-06-20", {}), ("2020-06-20", {}), ("2019-06-21", {"date contradicts the text": 1})):
        refused, left_out = counters()
        answers.events([event(quote=quote, date=day)], article(text), "x", refused, left_out)
        assert refused == reasons


def test_a_quote_that_occurs_twice_is_the_first_and_what_is_told_twice_of_it_is_one_event(server: Fake) -> None:
    accused = event(quote="Armenia accused Azerbaijan", type="ACCUSE", source=["ARM"], target=["AZE"], persons=[],
                    date=None, date_precision="unknown", place=None, track=None)  # fmt: skip
    events, _ = coded(server, gives(accused, accused, accused | {"quote": "accused Azerbaijan of", "confidence": 0.5}))
    assert [e.start for e in events] == [TEXT.index("Armenia accused Azerbaijan")]
    events, _ = coded(server, gives(accused, accused | {"quote": "Armenia accused Azerbaijan again"}))
    assert len(events) == 2, "other words tell of another happening"


def test_places_and_persons_that_the_article_does_not_name_are_left_open(server: Fake) -> None:
    events, endpoint = coded(server, gives(event(place="Paris", persons=["Vladimir Putin", 7], track="")))
    assert (events[0].place_id, events[0].persons, events[0].track) == (None, (), None)
    assert sum(endpoint.left_out.values()) == 3
    assert not endpoint.refused


def test_a_formation_is_coded_as_its_state_and_a_month_as_the_whole_of_it(server: Fake) -> None:
    sides = ["ARM", "RUS_PEACEKEEPERS"]
    events, _ = coded(server, gives(event(source=sides, target=sides, date_precision="month")))
    assert events[0].source == ("ARM", "RUS")
    assert (events[0].date, events[0].date_end) == (date(2020, 10, 1), date(2020, 10, 31))


def counters() -> tuple[Any, Any]:
    from collections import Counter  # noqa: PLC0415

    return Counter(), Counter()


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from(["ARM", "Moscow"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(event())), ANYTHING, max_size=4))
def test_whatever_a_model_answers_is_an_event_that_holds_or_is_counted(changes: dict[str, object]) -> None:
    refused, left_out = counters()
    read = article()
    found = answers.events([event(**changes)], read, "x", refused, left_out)
    assert len(found) + sum(refused.values()) == 1
    for one in found:
        assert read.text[one.start : one.end] == one.quote
        assert one.source == one.target or one.type not in JOINT_TYPES
        assert (one.date is None) == (one.date_precision == "unknown")


# --- answers that cannot be read ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "shape",
    [
        "```json\n{}\n```",
        "<think>Is {this} an event? []</think>\n{}",
        "Here {I think} are the events:\n{}\nThat is all.",
    ],
)
def test_an_object_is_found_among_words(server: Fake, shape: str) -> None:
    before, after = shape.split("{}")
    events, _ = coded(server, says(before + json.dumps({"events": [event()]}) + after))
    assert (len(events), len(server.requests)) == (1, 1)


def test_a_bare_list_is_taken(server: Fake) -> None:
    assert len(coded(server, says(json.dumps([event()])))[0]) == 1


@pytest.mark.parametrize("bad", ['{"events": [{"quote": "x", "persons": []}', "I cannot.", "", '{"a": []}', "[" * 9999])
def test_malformed_json_is_asked_for_once_more(server: Fake, bad: str) -> None:
    events, endpoint = coded(server, says(bad), gives(event()))
    assert (len(events), endpoint.not_coded) == (1, [])
    roles = [[message["role"] for message in asked["messages"]] for asked in server.payloads]
    assert roles == [["system", "user"], ["system", "user", "assistant", "user"]]
    assert "JSON" in server.payloads[1]["messages"][3]["content"]


def test_an_article_whose_answer_stays_malformed_is_reported_and_the_next_is_coded(
    server: Fake, tmp_path: Path
) -> None:
    server.script = [says("no"), says("no"), gives(event())]
    said: list[str] = []
    endpoint = coder(server, cache=tmp_path, say=said.append)
    assert [len(events) for events in endpoint.code([article(), article(TEXT, "more")])] == [0, 1]
    assert said == endpoint.not_coded == ["“talks” was not coded: the answer is no valid JSON, nor is its repair."]
    assert len(list(tmp_path.iterdir())) == 1, "what cannot be read is not kept"


def test_an_answer_cut_at_the_models_limit_is_not_repaired(server: Fake) -> None:
    events, endpoint = coded(server, says('{"events": [{"quo', "length"))
    assert (events, len(server.requests)) == ([], 1)
    assert "cut off at the model's limit" in endpoint.not_coded[0]


def test_an_answer_that_is_too_long_is_reported(server: Fake) -> None:
    events, endpoint = coded(server, says("x" * (MAX_ANSWER + 10)))
    assert (events, len(server.requests)) == ([], 1)
    assert "longer than 1 MB" in endpoint.not_coded[0]


# --- endpoints that do not serve ----------------------------------------------------------------------


@pytest.mark.parametrize("status", [401, 403])
def test_a_missing_or_wrong_key_stops_the_run_and_names_the_variable(
    server: Fake, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "put it into the environment variable KARABAKH_CODER_KEY" in complaint(server, fails(status))
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    assert f"does not accept the key in OPENAI_API_KEY ({status})" in complaint(server, fails(status, f"not {KEY}"))
    assert len(server.requests) == 2, "it is not tried again"


def test_the_key_goes_into_one_header_and_into_nothing_else(
    server: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-other")
    monkeypatch.setenv("KARABAKH_CODER_KEY", KEY)
    said: list[str] = []
    server.script = [fails(503, f"busy for {KEY}"), gives(event())]
    (events,) = coder(server, cache=tmp_path, say=said.append).code([article()])
    headers = server.requests[0][1]
    assert headers["Authorization"] == f"Bearer {KEY}"
    everything = [*said, str(events), *(path.read_text("utf-8") for path in tmp_path.iterdir()), *map(str, headers)]
    assert KEY not in "".join(everything) + json.dumps(server.payloads)
    assert KEY not in complaint(server, fails(402, f"{KEY} has no money"))


def test_without_a_key_none_is_sent_not_even_from_a_netrc(
    server: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    coded(server, gives())
    assert "Authorization" not in server.requests[0][1]


@pytest.mark.parametrize("url", ["http://models.example/v1", "http://192.168.1.5:11434/v1", "http://127.1/v1"])
def test_a_key_is_not_sent_in_the_clear(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KARABAKH_CODER_KEY", KEY)
    with pytest.raises(CoderError, match="not encrypted, so the key in KARABAKH_CODER_KEY is not sent"):
        Endpoint(url, "m")
    Endpoint(url, "m", key="")  # without a key it is the user's own network
    for safe in ("https://models.example/v1", "http://localhost:1/v1", "http://[::1]:1/v1"):
        Endpoint(safe, "m")


@pytest.mark.parametrize("key", ["two words", "schlüssel", "a\nb"])
def test_what_is_no_key_is_refused_without_being_shown(key: str) -> None:
    with pytest.raises(CoderError, match="copy it anew") as caught:
        Endpoint("https://models.example/v1", "m", key=key)
    assert key not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["", "localhost:11434", "ftp://x/v1", "http://", "http://[::1/v1", "http://u:p@x/v1", "https://x/v1?a=b"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(CoderError) as caught:
        Endpoint(url, "m")
    assert "address" in str(caught.value) or "ends with its path" in str(caught.value)


def test_a_wrong_address_is_told(server: Fake) -> None:
    told = complaint(server, fails(404, "model 'tiny' not found, try\n\x1b[31mpulling it first"))
    assert told.startswith(f"{server.url} has no such address or no such model (404)")
    assert "model 'tiny' not found" in told
    assert "\x1b" not in told
    assert "/v1" in told


def test_a_busy_endpoint_is_waited_for_as_long_as_it_asks(server: Fake) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=1), usegmt=True)
    began = time.monotonic()
    events, _ = coded(server, fails(429, Retry_After="1"), fails(503, Retry_After=soon), gives(event()))
    assert (len(events), len(server.requests)) == (1, 3)
    assert time.monotonic() - began >= 1


def test_waits_double_up_to_a_cap_and_end_in_one_sentence(server: Fake) -> None:
    said: list[str] = []
    patience = replace(QUICK, tries=5, longest_wait=0.03)
    told = complaint(server, fails(503, "loading", Retry_After="soon"), say=said.append, patience=patience)
    assert [line.split("trying again in ")[1] for line in said] == ["0.01 s.", "0.02 s.", "0.03 s.", "0.03 s."]
    assert "is too busy (503) (“loading”), also at the last of 5 tries" in told


def test_an_endpoint_that_asks_for_too_long_a_wait_is_left_alone(server: Fake) -> None:
    assert "asks to wait 3600 seconds" in complaint(server, fails(429, Retry_After="3600"))
    assert len(server.requests) == 1


def hangs(handler: Handler) -> None:
    time.sleep(0.8)
    handler.close_connection = True


def trickles(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(10):
        handler.wfile.write(b" ")
        time.sleep(0.1)


def cuts(handler: Handler) -> None:
    handler.send(200, b'{"choices": [', Content_Length="5000")
    handler.close_connection = True


def cuts_a_chunk(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b'ff\r\n{"choices')
    handler.close_connection = True


def answers_in_chunks(handler: Handler) -> None:
    reply = json.dumps({"choices": [{"message": {"content": json.dumps([event()] * 200)}}]}).encode()
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    for part in (reply[:7], reply[7:], b""):
        handler.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")


def test_an_answer_in_chunks_is_read_whole(server: Fake) -> None:
    events, endpoint = coded(server, answers_in_chunks)
    assert (len(events), len(server.requests), endpoint.refused) == (1, 1, {}), "and its repetitions are one event"


def shows_a_page(handler: Handler) -> None:
    handler.send(200, b"<html>Welcome</html>")


@pytest.mark.parametrize(
    ("behave", "trouble"),
    [
        (hangs, "did not answer within 0.5 seconds"),
        (trickles, "did not answer within 0.5 seconds"),
        (cuts, "broke off the connection"),
        (cuts_a_chunk, "broke off the connection"),
        (hangs_up, "broke off the connection"),
        (shows_a_page, "does not answer as a chat endpoint does"),
        (lambda handler: handler.send(200, b'{"error": {"message": "out of memory"}}'), "(“out of memory”)"),
        (lambda handler: handler.send(200, b'{"choices": []}'), "does not answer as a chat endpoint does"),
        (fails(500, "crashed"), "has a trouble of its own (500) (“crashed”)"),
    ],
)
def test_a_passing_trouble_is_tried_again_and_a_lasting_one_is_told(server: Fake, behave: Behave, trouble: str) -> None:
    events, _ = coded(server, behave, gives(event()))
    assert (len(events), len(server.requests)) == (1, 2)
    assert trouble in complaint(server, behave, patience=replace(QUICK, tries=2))


def test_an_endpoint_that_does_not_run_is_told(server: Fake) -> None:
    server.shutdown()
    server.server_close()
    assert "refuses the connection, also at the last of 3 tries: check that it runs" in complaint(server, gives())


def test_a_redirect_to_another_host_is_refused_and_the_key_stays(server: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KARABAKH_CODER_KEY", KEY)
    with Fake() as other:
        threading.Thread(target=other.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        told = complaint(server, fails(307, Location=f"{other.url}/chat/completions"))
        other.shutdown()
    assert f"sends on to another host, http://127.0.0.1:{other.server_port}: name that one" in told
    assert other.requests == []


def test_a_redirect_on_the_same_host_is_followed_a_few_times(server: Fake) -> None:
    events, _ = coded(server, fails(308, Location="/v2/chat/completions"), gives(event()))
    assert len(events) == 1
    assert [path for path, _, _ in server.requests] == ["/v1/chat/completions", "/v2/chat/completions"]
    loop: list[Behave] = [fails(307, Location=f"/{n}") for n in range(9)]
    assert "sends on and on" in complaint(server, *loop)


# --- shapes that a server does not know ---------------------------------------------------------------


def test_the_shape_is_asked_for_more_loosely_where_the_server_does_not_know_it(server: Fake) -> None:
    server.script = [fails(400, "response_format"), fails(400, "response_format"), gives(event()), gives()]
    list(coder(server).code([article(), article(TEXT, "more")]))
    kinds = [asked.get("response_format", {}).get("type") for asked in server.payloads]
    assert kinds == ["json_schema", "json_object", None, None], "and it is remembered"


def test_an_article_that_is_rejected_is_reported_and_the_next_is_asked_strictly(server: Fake) -> None:
    long = fails(400, "the context is too short")
    server.script = [long, long, long, gives(event())]
    endpoint = coder(server)
    assert [len(events) for events in endpoint.code([article(), article(TEXT, "more")])] == [0, 1]
    assert endpoint.not_coded == ["“talks” was not coded: the endpoint rejects it (400) (“the context is too short”)."]
    assert server.payloads[-1]["response_format"]["type"] == "json_schema"


def test_an_endpoint_that_rejects_everything_is_given_up(server: Fake) -> None:
    server.script = [fails(400, "temperature must be 1")]
    with pytest.raises(CoderError, match=r"none of the first 3 articles: .*temperature must be 1"):
        list(coder(server).code([article(TEXT, str(number)) for number in range(9)]))


# --- beside the other coder ---------------------------------------------------------------------------


def test_two_codings_are_compared_article_by_article() -> None:
    (talks, shelling) = answers.events([event(), SHELLING], article(), "x", *counters())
    moved = replace(shelling, date=date(2020, 10, 3), status="denied")
    elsewhere = replace(talks, article="another")
    assert disagreements([talks, shelling], [talks, shelling]) == []
    assert disagreements([talks, shelling], [moved, elsewhere]) == [
        ("only in the first", talks),
        ("date", shelling),
        ("date", moved),
        ("status", shelling),
        ("status", moved),
        ("only in the second", elsewhere),
    ]


def test_no_other_room_speaks_with_the_network_and_none_is_entered_unasked() -> None:
    rooms = "{'dashboard.endpoint', 'dashboard.fetching', 'dashboard.transport'}"
    code = f"import sys, dashboard.cli, dashboard.build, dashboard.coding; print(bool({rooms} & sys.modules.keys()))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=dict(os.environ), check=True)
    assert run.stdout.strip() == "False"
    users = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "dashboard").rglob("*.py")
        if any(line.startswith(("import requests", "from requests")) for line in path.read_text("utf-8").splitlines())
    ]
    assert users == ["dashboard/transport.py"]
