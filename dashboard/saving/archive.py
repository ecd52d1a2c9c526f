"""Everything behind a picture in one folder of a zip; equal answers give equal bytes."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Sequence
from io import BytesIO

from dashboard.saving import citation, formats
from dashboard.saving.answer import About, Answer
from dashboard.saving.readme import readme
from dashboard.saving.statement import sql


def archive(name: str, answers: Sequence[Answer], about: About) -> bytes:
    """Return a zip with the folder ``name``: rows, SQL, README and citations of what is behind one picture."""
    files: dict[str, bytes] = {}
    stems = _stems(answers)
    for stem, answer in zip(stems, answers, strict=True):
        files[f"{stem}.csv"] = formats.csv(answer, about)
        files[f"{stem}.parquet"] = formats.parquet(answer, about)
        files[f"{stem}.sql"] = sql(answer, about.edition_id).encode()
        if formats.has_places(answer):
            files[f"{stem}.geojson"] = formats.geojson(answer, about)
    files["README.md"] = readme(list(zip(stems, answers, strict=True)), about).encode()
    files["CITATION.cff"] = citation.cff(answers, about).encode()
    files["citation.bib"] = citation.bibtex(answers, about).encode()
    return _zipped({f"{name}/{path}": held for path, held in files.items()})


def _stems(answers: Sequence[Answer]) -> list[str]:
    """Return a file name for each answer: its question, numbered where several answer the same."""
    often, seen = Counter(answer.question for answer in answers), Counter[str]()
    made = []
    for answer in answers:
        seen[answer.question] += 1
        number = f"-{seen[answer.question]}" if often[answer.question] > 1 else ""
        made.append(f"{answer.question}{number}")
    return made


def _zipped(files: dict[str, bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, date_time=(1980, 1, 1, 0, 0, 0))  # the earliest that a zip can hold
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            zipped.writestr(entry, files[path])
    return made.getvalue()
