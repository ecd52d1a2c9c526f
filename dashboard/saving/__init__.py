"""Saving: the rows behind a picture as files for a paper, with the question, licence, meaning and citation of each.

No file holds rows that may not be passed on; each that can carry words says how many were left out, and why.
"""

from dashboard.saving.answer import About, Answer, SavingError, software_version, together
from dashboard.saving.archive import archive
from dashboard.saving.citation import bibtex, cff
from dashboard.saving.formats import csv, geojson, has_places, head, json, parquet
from dashboard.saving.statement import sql
from dashboard.saving.terms import left_out, permitted

__all__ = [
    "About",
    "Answer",
    "SavingError",
    "archive",
    "bibtex",
    "cff",
    "csv",
    "geojson",
    "has_places",
    "head",
    "json",
    "left_out",
    "parquet",
    "permitted",
    "software_version",
    "sql",
    "together",
]
