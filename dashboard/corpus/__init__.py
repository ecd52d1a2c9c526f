"""Coding many articles: read from files, folders and tables, coded on all cores or on a cluster, written as one table.

An article that cannot be used is reported and does not stop the others. The events are the same, in the same order,
however many processes took part.
"""

from __future__ import annotations

from dashboard.corpus.given import Corpus, CorpusError, Given
from dashboard.corpus.output import SUFFIXES
from dashboard.corpus.running import How, find, write

__all__ = ["SUFFIXES", "Corpus", "CorpusError", "Given", "How", "find", "write"]
