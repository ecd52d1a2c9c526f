"""The commands ``karabakh export`` and ``karabakh brief``: a chart, its rows or a whole brief as a file."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from dashboard import briefing, drawing, language, orders, saving, selecting, standalone, views
from dashboard.answers import Answers
from dashboard.charts.looks import SIZES, Look, of_width
from dashboard.model import Filters
from dashboard.network import files
from dashboard.options import UsageError
from dashboard.pictures import Picture
from dashboard.pictures.catalogue import CHARTS, Chart
from dashboard.pictures.network import graph
from dashboard.whole import written

_ROWS: Final = ("csv", "json", "parquet", "geojson", "sql", "zip")
_GRAPHS: Final = ("graphml", "gexf")
FORMS: Final = (*drawing.FORMATS, "html", *_ROWS, *_GRAPHS)


def run(workspace: Path, arguments: argparse.Namespace, progress: Callable[[str], None]) -> int:
    """Write one chart, or the rows behind it, to a file; “list” prints the charts."""
    if arguments.chart == "list":
        print("\n".join(CHARTS))
        return 0
    if arguments.chart not in CHARTS:
        raise UsageError(f"There is no chart “{arguments.chart[:40]}”; “karabakh export list” lists them.")
    chart = CHARTS[arguments.chart]
    if arguments.out is None:
        raise UsageError("Say where to: --out FILE, with an ending such as .png, .svg, .pdf, .html, .csv or .zip.")
    form = _form(arguments.out, FORMS)
    look = _look(arguments)
    if form in _GRAPHS and not arguments.chart.startswith("actor_network"):
        raise UsageError(f"{arguments.chart} is no graph; write .{form} of actor_network.")
    given, chosen = selecting.of(workspace, arguments, progress)
    with language.speaking(arguments.lang):
        picture = chart.make(given, chosen)
        cite = _address(given, chosen, chart)
        picture.bear(views.seen(cite))
    try:
        content = _content(picture, given, orders.Order(form, look, {}), cite, arguments.out.stem)
    except (drawing.DrawingError, saving.SavingError) as error:
        raise UsageError(str(error)) from error
    _write(arguments.out, content)
    views.keep(workspace, cite)
    print(f"{arguments.out}: {picture.figure.layout.meta['caption']['count']}")
    if left_out := orders.left_out(picture, form):
        print(left_out)
    return 0


def brief(workspace: Path, arguments: argparse.Namespace, progress: Callable[[str], None]) -> int:
    """Write the brief of a selection as HTML or PDF."""
    form = _form(arguments.out, ("html", "pdf"))
    given, chosen = selecting.of(workspace, arguments, progress)
    cite = _address(given, chosen, CHARTS["overview"])
    with language.speaking(arguments.lang):
        said = briefing.page(
            given, chosen, title=arguments.title, link=f"?{views.CODE}={views.keep(workspace, cite)}",
            paper=form == "pdf", progress=progress,
        )  # fmt: skip
    try:
        content = drawing.printed(said) if form == "pdf" else said.encode()
    except drawing.DrawingError as error:
        raise UsageError(str(error)) from error
    _write(arguments.out, content)
    print(f"{arguments.out}: {given.figures_of(chosen)['happenings']} events that occurred")
    return 0


def _content(picture: Picture, given: Answers, order: orders.Order, cite: str, name: str) -> bytes:
    form, look = order.form, order.look
    if form == "html":
        caption = picture.figure.layout.meta["caption"]
        caption |= {"title": look.title or caption["title"], "filters": look.subtitle or caption["filters"]}
        return standalone.page(caption["title"], standalone.figure(0, picture), [picture]).encode()
    if form in _GRAPHS:
        caption = picture.figure.layout.meta["caption"]
        said = {key: caption[key] for key in ("title", "filters", "edition", "note")}
        write = files.graphml if form == "graphml" else files.gexf
        return write(graph(given, picture.shown.rows), said)
    return orders.content(picture, given, order, cite, name)


def _write(path: Path, content: bytes) -> None:
    with written(path) as file:
        file.write(content)
    path.chmod(0o644)  # others may read it, as they may what other programs save


def _form(path: Path, forms: tuple[str, ...]) -> str:
    form = path.suffix.lower().removeprefix(".")
    if form not in forms:
        raise UsageError(f"“{path.name}” does not end in one of .{', .'.join(forms)}.")
    return form


def _look(arguments: argparse.Namespace) -> Look:
    if arguments.size and arguments.width:
        raise UsageError("Give either --size or --width.")
    if arguments.size and arguments.size not in SIZES:
        raise UsageError(f"There is no size “{arguments.size[:40]}”; there are {', '.join(SIZES)}.")
    try:
        look = of_width(arguments.width) if arguments.width else SIZES[arguments.size or "page"][1]
    except ValueError as error:
        raise UsageError(str(error)) from None
    return replace(
        look, transparent=arguments.transparent, grey=arguments.grey, title=arguments.title, subtitle=arguments.subtitle
    )


def _address(given: Answers, chosen: Filters, chart: Chart) -> str:
    """Return the address of the page on which the chart of this selection and edition stands."""
    return views.link(chart.page, chosen.to_query() | dict(chart.options), given.edition.edition_id)
