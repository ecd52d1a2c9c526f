"""Where the bundled data, queries and scripts are: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent


def _find(name: str) -> Path:
    """Return the folder ``name`` of the checkout, else of the wheel."""
    beside = _PACKAGE.parent / name
    inside = _PACKAGE / name
    return beside if beside.is_dir() and not inside.is_dir() else inside


DATA: Final = _find("data")
QUERIES: Final = _find("queries")
#: What a browser loads: the chart library, our own scripts, fonts.
STATIC: Final = _PACKAGE / "static"
#: Streamlit's settings.
CONFIG: Final = _find(".streamlit") / "config.toml"


def lexicon_dir() -> Path:
    """Return the folder of the coder's tables."""
    return DATA / "lexicon"
