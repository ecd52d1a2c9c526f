"""What is to be cited: the edition, and each dataset as its publisher asks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from dashboard.saving import terms
from dashboard.saving.answer import About, Answer

TITLE: Final = "karabakh-timeline: the Nagorno-Karabakh conflict, 1988 to today"
_WE: Final = "The karabakh-timeline authors"
OURS: Final = (_WE,)
_CITATION: Final = re.compile(r"(?P<authors>[^()]+) \((?P<year>\d{4})\)\. (?P<title>.+?)\. (?P<rest>.+)", re.S)
_AUTHOR: Final = re.compile(r"(?P<family>[^,&]+), (?P<given>(?:\w\.[ -]?)+)(?:, | ?& ?|$)")
_DOI: Final = re.compile(r"\b10\.\d{4,9}/[A-Za-z0-9:/_;().\[\]-]+")


@dataclass(frozen=True, slots=True)
class Work:
    """A work to be cited; an author is family and given name, or one name of a body. Empty is not stated.

    ``note`` is for the list of references, ``remarks`` for whoever keeps it.
    """

    dataset: str
    title: str
    authors: tuple[tuple[str, str] | str, ...]
    year: int | None
    version: str
    licence: str
    note: str
    remarks: str
    published: str = ""
    doi: str = ""
    url: str = ""


def edition(about: About) -> Work:
    """Return the edition itself, the one thing that is always cited."""
    note = f"Edition {about.edition_id}. Data CC BY 4.0."
    remarks = f"{about.title}. {about.filters}. {about.count}. Made on {about.made} with version {about.version}."
    year = released(about).year
    return Work("", TITLE, OURS, year, about.edition_id, "CC BY 4.0", note, remarks, url=_address(about.link))


def released(about: About) -> date:
    """Return the day of the edition, with which its name begins."""
    try:
        return date.fromisoformat(about.edition_id[:10])
    except ValueError:
        return about.made


def cited(answers: Iterable[Answer], about: About) -> list[Work]:
    """Return the datasets to which rows of the answers belong."""
    return [_work(one, about) for one in terms.behind(answers, about)]


def line(about: About) -> str:
    """Return how to cite the edition, in one line."""
    return f"{TITLE}. Edition {about.edition_id}. Data CC BY 4.0."


def _work(row: Mapping[str, Any], about: About) -> Work:
    dataset, licence = str(row["dataset"]), terms.licence(row)
    title, citation = terms.stated(row, "title") or dataset, terms.stated(row, "citation")
    if terms.is_own(row):
        own, year = f"karabakh-timeline: {title.lower()}", released(about).year
        note = f"Edition {about.edition_id}. Data {licence}."
        return Work(dataset, own, OURS, year, about.edition_id, licence, note, "")
    version = terms.stated(row, "version")
    note = f"Dataset: {title}" + (f", version {version}." if version else ".")
    told = [f"Licence: {licence}.", f"Cite as: {citation}" if citation else ""]
    if not row["may_redistribute"]:
        told.insert(1, "Its rows are left out of these files.")
    remarks, url, doi = " ".join(part for part in told if part), _address(terms.stated(row, "url")), _doi(citation)
    found = _CITATION.fullmatch(citation)
    if not found:
        return Work(dataset, title, (title,), None, version, licence, note, remarks, doi=doi, url=url)
    place, named, _ = found["rest"].partition(", doi:")
    return Work(
        dataset, found["title"], _authors(found["authors"]), int(found["year"]), version, licence, note, remarks,
        place if named else "", doi, url,
    )  # fmt: skip


def _authors(text: str) -> tuple[tuple[str, str] | str, ...]:
    """Return the names of “Sundberg, R. & Melander, E.”; whatever reads otherwise is the name of one body."""
    names = [(one["family"].strip(), one["given"].strip()) for one in _AUTHOR.finditer(text)]
    return tuple(names) if names and not _AUTHOR.sub("", text).strip() else (text.strip(),)


def _doi(citation: str) -> str:
    found = _DOI.search(citation)
    return found[0].rstrip(".,;") if found else ""


def _address(url: str) -> str:
    return url if re.fullmatch(r"https?://[^\s<>\"]+", url) else ""
