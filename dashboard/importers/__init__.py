"""Importers: files of the field's datasets become rows of an edition, each dataset for itself.

An import is a folder in the workspace: ``rows.parquet`` holds the rows that concern the conflict under the columns of
their publisher, ``rejected.csv`` what was left out and why, and ``import.json`` what it is, whose, and how it was read.
The folder is made beside the others and renamed when it is whole, so that an import is there or it is not.
"""

from dashboard.importers.files import ImportRefusedError
from dashboard.importers.keeping import Import, active, imports, keep, remove
from dashboard.importers.layouts import Dataset, dataset, datasets
from dashboard.importers.running import Prospect, look, summary

__all__ = [
    "Dataset",
    "Import",
    "ImportRefusedError",
    "Prospect",
    "active",
    "dataset",
    "datasets",
    "imports",
    "keep",
    "look",
    "remove",
    "summary",
]
