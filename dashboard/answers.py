"""What an edition answers, for pages, pictures and files alike: equal questions are asked once, and side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import pandas as pd

from dashboard import language, store, words
from dashboard.charts import periods
from dashboard.charts.theme import Caption
from dashboard.model import FIRST_DAY, MEDIA, Filters

#: A small question is mostly planned, which DuckDB does on one core.
_ASKING = ThreadPoolExecutor(2, thread_name_prefix="asking")


@lru_cache(maxsize=256)
def _asked(
    made: store.Edition, question: str, chosen: Filters, extra: tuple[tuple[str, object], ...]
) -> Future[pd.DataFrame]:
    return _ASKING.submit(store.ask, made, question, chosen, **dict(extra))


def _answered(
    made: store.Edition, question: str, chosen: Filters, extra: tuple[tuple[str, object], ...]
) -> pd.DataFrame:
    try:
        return _asked(made, question, chosen, extra).result()
    except Exception:
        _asked.cache_clear()  # whoever mends what is wrong is answered
        raise


@lru_cache(maxsize=256)
def _tellers(made: store.Edition, chosen: Filters) -> pd.DataFrame:
    columns = ["told_by", "rows", "first_day", "last_day"]
    frames = [_answered(made, "key_figures", chosen, ())[columns]]
    if asks_for_media(chosen):
        frames.append(_answered(made, "media_figures", chosen, ())[columns])
    return pd.concat([frame for frame in frames if len(frame)], ignore_index=True)


@lru_cache(maxsize=16)
def _described(made: store.Edition) -> tuple[dict[str, Any], ...]:
    return tuple(store.ask_rows(made, "datasets"))


@lru_cache(maxsize=256)
def _imported(made: store.Edition, chosen: Filters) -> tuple[Mapping[str, Any], ...]:
    rows = _tellers(made, chosen).set_index("told_by")["rows"].to_dict()
    return tuple(
        one | {"shown": int(rows[one["dataset"]]), "unit": "report" if one["dataset"] in MEDIA else "row"}
        for one in _described(made)
        if rows.get(one["dataset"])
    )


@lru_cache(maxsize=16)
def _names(made: store.Edition, _: str) -> dict[str, str]:
    return {
        key: language.name(str(value))
        for one in ("places", "actors")
        for key, value in _answered(made, one, Filters(), ())[["id", "name"]].to_numpy()
    }


@lru_cache(maxsize=16)
def _labels(made: store.Edition, _: str) -> dict[str, str]:
    frame = _answered(made, "actors", Filters(), ())
    return dict(zip(frame["id"], map(language.name, frame["short"]), strict=True))


def asks_for_media(chosen: Filters) -> bool:
    """Return whether the filter names a machine-coded dataset: else nothing of media attention is asked or drawn."""
    return bool(MEDIA & set(chosen.datasets))


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of one edition."""

    edition: store.Edition

    def ask(self, question: str, chosen: Filters | None = None, **extra: object) -> pd.DataFrame:
        """Return the answer to a question. The frame is shared: do not change it."""
        return _answered(self.edition, question, chosen or Filters(), tuple(sorted(extra.items())))

    def expect(self, chosen: Filters, *questions: str, media: str = "", **extra: object) -> None:
        """Begin to ask what will be asked of a filter: these questions, ``media`` if it names such data, and captions'.

        The answers are ready sooner, for a page goes on meanwhile.
        """
        of_captions = ["key_figures", "sources_of_selection"]
        if asks_for_media(chosen):
            questions = (*questions, media) if media else questions
            of_captions.append("media_figures")
        for question in questions:
            _asked(self.edition, question, chosen, tuple(sorted(extra.items())))
        for question in of_captions:
            _asked(self.edition, question, chosen, ())

    def rows(self, question: str, chosen: Filters | None = None, **extra: object) -> list[dict[str, Any]]:
        """Return the answer to a question in plain rows."""
        return store.ask_rows(self.edition, question, chosen, **extra)

    def datasets(self) -> list[str]:
        """Return the datasets that the edition holds, our own first."""
        return [str(one["dataset"]) for one in self.described()]

    def described(self) -> Sequence[Mapping[str, Any]]:
        """Return the rows of ``datasets.sql``: what each dataset measures, and under which terms it stands."""
        return _described(self.edition)

    def told(self, chosen: Filters) -> pd.DataFrame:
        """Return rows, first and last day of the filter as each teller has them: our own rows, and every dataset."""
        return _tellers(self.edition, chosen)

    def figures_of(self, chosen: Filters) -> dict[str, Any]:
        """Return the key figures of our own rows, which are linked with one another and so can be counted together."""
        frame = self.ask("key_figures", chosen)
        return dict(frame[frame["told_by"] == "own"].iloc[0])

    def names(self) -> dict[str, str]:
        """Return the name of every actor, person and place in the language spoken; shared: do not change it."""
        return _names(self.edition, language.spoken())

    def labels(self) -> dict[str, str]:
        """Return the name of every actor and person, as short as a label needs it; shared: do not change it."""
        return _labels(self.edition, language.spoken())

    def time_axis(self, chosen: Filters) -> tuple[date, date, str]:
        """Return first day, last day and period of a time axis for the filter: its dates, else what it holds."""
        figures = self.told(chosen)
        held = [pd.Timestamp(day).date() for day in pd.concat([figures["first_day"], figures["last_day"]]).dropna()]
        first = chosen.start or (min(held) if held else FIRST_DAY)
        last = max(chosen.end or (max(held) if held else date.today()), first)  # noqa: DTZ011  # the reader's own day
        return first, last + timedelta(days=1), periods.grain_for((last - first).days)

    def imported(self, chosen: Filters) -> Sequence[Mapping[str, Any]]:
        """Return the imported datasets of the filter, each with the number ``shown`` and what it counts, a ``unit``."""
        return _imported(self.edition, chosen)

    def caption(self, title: str, chosen: Filters, note: str, drawn: str = "", told_by: str = "own") -> Caption:
        """Return the caption of a figure of ``chosen``: filter in words, n, sources, edition, ``note``.

        ``drawn`` says how many of the filter's events the figure is about, where that is not all of them; ``told_by``
        whose they are, if the figure is of one imported dataset alone.
        """
        text, plural = language.text, language.plural
        figures = self.figures_of(chosen)
        outlets = self.ask("sources_of_selection", chosen)
        imported = self.imported(chosen)
        events = plural("{n:,} event that occurred", "{n:,} events that occurred", int(figures["happenings"]))
        count = f"n = {drawn}{events}"
        if others := int(figures["not_occurred"]):
            hollow = text("{n:,} planned, alleged, denied or background, hollow or not drawn", n=others)
            count += f"; {hollow}"
        for one in imported:
            if one["dataset"] == told_by:
                count = f"n = {_told(one)}"
        sources = _own_sources(figures, outlets[outlets["kind"] != "import"])
        described = [
            f"{_told(one)} ({language.name(one['measures'])}; {language.name(one['licence'])})" for one in imported
        ]
        told = "; ".join(part for part in (sources, *described) if part) or text("none")
        made = f"{self.edition.edition_id}, karabakh-timeline, CC BY 4.0"
        return Caption(title, words.filters(chosen, self.names()), count, f"{told}.", made, note)


def _told(one: Mapping[str, Any]) -> str:
    """Return how many rows or reports of an imported dataset are shown."""
    named, shown = f"{one['short']} {one['version']}", int(one["shown"])
    if one["unit"] == "report":
        return language.plural("{n:,} report of {dataset}", "{n:,} reports of {dataset}", shown, dataset=named)
    return language.plural("{n:,} row of {dataset}", "{n:,} rows of {dataset}", shown, dataset=named)


def _own_sources(figures: Mapping[str, Any], outlets: pd.DataFrame) -> str:
    """Return what our own rows rest on; nothing where there are none."""
    text, plural = language.text, language.plural
    said = []
    if curated := int(figures["curated"]):
        said.append(plural("{n:,} row of the curated fact base", "{n:,} rows of the curated fact base", curated))
    if coded := int(figures["coded"]):
        said.append(plural("{n:,} row coded from articles", "{n:,} rows coded from articles", coded))
    if reviewed := int(figures["reviewed"]):
        said.append(plural("{n:,} row coded and reviewed", "{n:,} rows coded and reviewed", reviewed))
    sources = "".join(said[-1:])
    if len(said) > 1:
        sources = text("{one} and {other}", one=", ".join(said[:-1]), other=sources)
    if len(outlets):
        number = plural("{n:,} outlet", "{n:,} outlets", outlets["outlet"].nunique())
        sources = text("{rows}, resting on {outlets}", rows=sources, outlets=number)
        if most := ", ".join(outlets.loc[outlets["kind"] != "article", "outlet"].drop_duplicates().head(5)):
            sources = text("{rows}, most of all {outlets}", rows=sources, outlets=most)
    return sources
