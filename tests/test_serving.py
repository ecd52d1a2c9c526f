"""What the server does: it draws the usual pictures before anybody turns to them, and sends a page's picture first."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import served
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from dashboard import answers, serving, store
from dashboard.model import Filters
from dashboard.pictures import catalogue


@pytest.fixture(autouse=True)
def nothing_frozen() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_the_usual_pictures_find_their_answers_there(edition: store.Edition) -> None:
    answers._asked.cache_clear()
    serving.warm(edition)
    asked = answers._asked.cache_info().misses
    assert asked
    for name in ("event_map", "diplomacy_timeline", "actor_network"):
        catalogue.CHARTS[name].make(answers.Answers(edition), Filters())
    assert answers._asked.cache_info().misses == asked


def test_an_edition_that_cannot_be_read_is_left_to_the_pages(tmp_path: Path) -> None:
    path = tmp_path / "2026-01-01-abcdef.duckdb"
    path.write_bytes(b"no database")
    serving.warm(store.Edition("2026-01-01-abcdef", path))


@pytest.mark.parametrize(("page", "option"), [("", None), ("map", "View"), ("diplomacy", "Show"), ("network", "Ties")])
def test_a_picture_comes_first_but_after_widgets_that_would_move_it(
    workspace: Path, page: str, option: str | None
) -> None:
    asked = [(page, ""), (page, "start=2020-09-27"), ("events", ""), (page, "")]
    opened, changed, _, turned_back = elements_of(workspace, asked)
    above = {"Period", "From", "Actors", "Dataset"} | ({option} if option else set())
    for sent, first in ((opened, False), (changed, True), (turned_back, False)):
        picture = next(at for at, (kind, _) in enumerate(sent) if kind == "bidi_component")
        widgets = {said: at for at, (_, said) in enumerate(sent) if said}
        assert above <= set(widgets)
        assert all((picture < widgets[said]) is first for said in above)


def elements_of(workspace: Path, asked: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Return kind and label of each element that a server sends a reader for pages with their queries, in order."""
    answers: list[list[tuple[str, str]]] = []
    with served(workspace) as base:
        address = f"{base.replace('http', 'ws')}/_stcore/stream"
        with connect(address, max_size=None, subprotocols=[Subprotocol("streamlit")]) as reader:
            for page, query in asked:
                ask = BackMsg()
                ask.rerun_script.page_name, ask.rerun_script.query_string = page, query
                reader.send(ask.SerializeToString())
                answers.append(list(elements_to_the_end(reader)))
    return answers


def elements_to_the_end(reader: ClientConnection) -> Iterator[tuple[str, str]]:
    """Give kind and label of each element that the server sends until the page is done."""
    while True:
        message = ForwardMsg()
        message.ParseFromString(bytes(reader.recv(60)))  # type: ignore[arg-type]
        if message.WhichOneof("type") == "script_finished":
            return
        element = message.delta.new_element
        if kind := element.WhichOneof("type"):
            yield kind, str(getattr(getattr(element, kind), "label", ""))


def test_garbage_is_collected_again_once_the_first_page_has_been_looked_at(edition: store.Edition) -> None:
    gc.disable()
    try:
        serving.warm(edition)
        assert gc.isenabled()
    finally:
        gc.enable()
