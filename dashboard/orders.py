"""Files that a reader orders of a chart: drawn or written on this machine, and handed to the page."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeGuard

from dashboard import drawing, saving
from dashboard.answers import Answers
from dashboard.charts.looks import NARROWEST, WIDEST, Look
from dashboard.pictures import Picture

#: Form -> what a reader sees, and the type of the file.
FORMS: Final[dict[str, tuple[str, str]]] = {
    "zip": ("All of it: rows, SQL, README, citation", "application/zip"),
    "csv": ("CSV", "text/csv"),
    "json": ("JSON", "application/json"),
    "parquet": ("Parquet", "application/vnd.apache.parquet"),
    "geojson": ("GeoJSON", "application/geo+json"),
    "sql": ("SQL", "application/sql"),
    "pdf": ("PDF", "application/pdf"),
}
_WRITTEN: Final[Mapping[str, Callable[[saving.Answer, saving.About], bytes]]] = {
    "csv": saving.csv,
    "parquet": saving.parquet,
    "geojson": saving.geojson,
}


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for: a form, how a picture shall look, and the ranges of axes that the reader turned to."""

    form: str
    look: Look
    ranges: Mapping[str, list[float | str]]

    @classmethod
    def read(cls, told: object) -> Order | None:
        """Return what the browser told, None if that is no order; sizes that no browser can draw are the usual."""
        if not isinstance(told, Mapping) or str(told.get("form")) not in FORMS:
            return None
        look = told.get("look") or {}
        if not isinstance(look, Mapping):
            return None
        number = {name: _number(look.get(name)) for name in ("layout", "width", "height")}
        return cls(
            str(told["form"]),
            Look(
                layout=min(number["layout"] or 1200, 1200),
                width=number["width"] or 2400,
                height=number["height"],
                transparent=bool(look.get("transparent")),
                grey=bool(look.get("grey")),
                title=_words(look.get("title"), 300),
                subtitle=_words(look.get("subtitle"), 500),
            ),
            _ranges(told.get("ranges")),
        )


def about(picture: Picture, given: Answers, look: Look, link: str) -> saving.About:
    """Return what the files of a picture say of themselves."""
    caption = picture.figure.layout.meta["caption"]
    return saving.About(
        title=look.title or caption["title"],
        filters=caption["filters"],
        count=caption["count"],
        note=caption["note"],
        edition_id=given.edition.edition_id,
        made=date.today(),  # noqa: DTZ011  # the reader's own day
        datasets=given.described(),
        link=link,
    )


def content(picture: Picture, given: Answers, order: Order, link: str, name: str) -> bytes:
    """Return the content of the file; raise DrawingError or SavingError, in one sentence, if it cannot be made."""
    if order.form in drawing.FORMATS:
        return drawing.file_of(picture.figure, order.form, order.look, order.ranges)
    said = about(picture, given, order.look, link)
    if order.form == "zip":
        return saving.archive(name, picture.answers, said)
    if order.form == "sql":
        return "\n".join(saving.sql(answer, said.edition_id) for answer in picture.answers).encode()
    if order.form == "json":
        return saving.json(picture.shown, said, picture.others)
    return _WRITTEN[order.form](picture.shown, said)


def left_out(picture: Picture, form: str) -> str:
    """Return in a sentence what a file of one table does not hold of a picture of several; nothing if it holds all."""
    if form not in _WRITTEN or not picture.others:
        return ""
    others = " and ".join(f"“{one.label}”" for one in picture.others)
    return f"This file holds “{picture.shown.label}” alone; JSON and ZIP hold {others} too."


def forms_of(picture: Picture) -> list[tuple[str, str]]:
    """Return the forms that a picture can be had in beside PNG and SVG, with their names."""
    left_out = set()
    if not (picture.answers and saving.has_places(picture.answers[0])):
        left_out.add("geojson")
    if "frames" in picture.figure.layout.meta:
        left_out.add("pdf")  # which step is shown only the browser knows
    return [(form, label) for form, (label, _) in FORMS.items() if form not in left_out]


def delivered(picture: Picture, given: Answers, told: object, link: str, name: str) -> dict[str, Any]:
    """Return what the page needs to hand the ordered file to the reader: its content, or why there is none."""
    order, at = Order.read(told), _at(told)
    if order is None or order.form not in dict(forms_of(picture)):
        return {"at": at, "error": "This file is not known; reload the page."}
    try:
        made = content(picture, given, order, link, name)
    except (drawing.DrawingError, saving.SavingError) as error:
        return {"at": at, "error": str(error)}
    return {
        "at": at,
        "name": f"{name}.{order.form}",
        "type": FORMS[order.form][1],
        "content": base64.b64encode(made).decode(),
        "left_out": left_out(picture, order.form),
    }


def lost(told: object) -> dict[str, Any]:
    """Return what the page says of an order that was not done: the file would be of what is no longer shown."""
    return {"at": _at(told), "error": "The page changed before the file was done; order it again."}


def _at(told: object) -> int | float | None:
    """Return the moment of an order, by which the browser knows it again."""
    at = told.get("at") if isinstance(told, Mapping) else None
    return at if _is_number(at) else None


def _ranges(told: object) -> dict[str, list[float | str]]:
    """Return the ranges of axes that a browser told, and nothing else of what it told."""
    if not isinstance(told, Mapping):
        return {}
    return {
        str(axis): [end if _is_number(end) else str(end)[:40] for end in ends]
        for axis, ends in told.items()
        if axis in ("xaxis", "yaxis", "xaxis2", "yaxis2") and isinstance(ends, list | tuple) and len(ends) == 2
    }


def _words(value: object, most: int) -> str:
    """Return a text of the reader's own without signs that no file can hold."""
    return (
        re.sub(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]+", " ", value).strip()[:most]
        if isinstance(value, str)
        else ""
    )


def _number(value: object) -> int | None:
    """Return a size in px, None if it is none."""
    return int(value) if _is_number(value) and NARROWEST <= value <= WIDEST else None


def _is_number(value: object) -> TypeGuard[int | float]:
    """Return whether a value is a number that JSON can hold, as moments in ms are."""
    return isinstance(value, int | float) and abs(value) < 1e15
