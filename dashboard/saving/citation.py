"""Citations that programs read: CITATION.cff (Citation File Format 1.2.0) and BibTeX."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, Final

import yaml

from dashboard.saving import works
from dashboard.saving.answer import About, Answer
from dashboard.saving.works import Work

#: Licence in words -> its name in the list of SPDX, as the Citation File Format wants it.
_SPDX: Final = {"CC BY 4.0": "CC-BY-4.0", "CC BY-NC-SA 4.0": "CC-BY-NC-SA-4.0"}
_ESCAPED: Final = {
    "\\": "\\textbackslash{}",
    "{": "\\textbraceleft{}",  # a brace with a backslash still counts for BibTeX, which wants them in pairs
    "}": "\\textbraceright{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "$&#_%"},
}
_IN_ADDRESS: Final = {"{": "%7B", "}": "%7D", "\\": "%5C"}


def cff(answers: Sequence[Answer], about: About) -> str:
    """Return CITATION.cff: the edition as version, and a reference for each dataset to which rows belong."""
    own = works.edition(about)
    reference = _reference(own)
    made = {
        "cff-version": "1.2.0",
        "message": "Please cite the edition as preferred-citation has it, and every dataset under references.",
        "type": "dataset",
        "title": own.title,
        "authors": reference["authors"],
        "version": own.version,
        "date-released": works.released(about).isoformat(),
        "license": _SPDX[own.licence],
        **({"url": own.url} if own.url else {}),
        "preferred-citation": reference | {"date-accessed": about.made.isoformat()},
    }
    if references := [_reference(one) for one in works.cited(answers, about)]:
        made["references"] = references
    return yaml.safe_dump(made, allow_unicode=True, sort_keys=False, width=100)


def _reference(work: Work) -> dict[str, Any]:
    authors = [
        {"name": one} if isinstance(one, str) else {"family-names": one[0], "given-names": one[1]}
        for one in work.authors
    ]
    told = {
        "type": "data",
        "title": work.title,
        "authors": authors,
        "year": work.year,
        "version": work.version,
        "license": _SPDX.get(work.licence),
        "doi": work.doi,
        "url": work.url,
        "notes": f"{work.note} {work.remarks}".strip(),
    }
    return {name: value for name, value in told.items() if value}


def bibtex(answers: Sequence[Answer], about: About) -> str:
    """Return BibTeX in UTF-8: an entry for the edition, and one for each dataset to which rows belong."""
    made: dict[str, str] = {}
    for work in (works.edition(about), *works.cited(answers, about)):
        key = first = _key(f"karabakh_timeline_{work.dataset}" if work.authors == works.OURS else work.dataset)
        number = 1
        while key in made:
            number += 1
            key = f"{first}_{number}"
        made[key] = _entry(key, work)
    return "\n".join(made.values())


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or "dataset"


def _entry(key: str, work: Work) -> str:
    authors = [
        f"{{{_tex(one)}}}" if isinstance(one, str) else f"{_tex(one[0])}, {_tex(one[1])}" for one in work.authors
    ]
    told = {
        "author": " and ".join(authors),
        "title": f"{{{_tex(work.title)}}}",
        "year": str(work.year or ""),
        "howpublished": _tex(work.published),
        "version": _tex(work.version),
        "doi": work.doi,
        "url": re.sub(r"[{}\\]", lambda sign: _IN_ADDRESS[sign[0]], work.url),
        "note": _tex(work.note),
        "annote": _tex(work.remarks),
    }
    fields = "".join(f",\n  {name} = {{{value}}}" for name, value in told.items() if value)
    return f"@misc{{{key}{fields}\n}}\n"


def _tex(text: str) -> str:
    return "".join(_ESCAPED.get(sign, sign) for sign in " ".join(text.split()))
