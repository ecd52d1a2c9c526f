"""Options of the command line: those of the datasets, and the values that options may have."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from dashboard.model import EVENT_TYPES, STATUSES, TRACKS

Run = Callable[[argparse.Namespace], int]


class UsageError(Exception):
    """Input that cannot be used, said in one sentence."""


def selection(parser: argparse.ArgumentParser) -> None:
    """Add the options of the filter, and of the edition it is of."""
    parser.add_argument("--start", metavar="D", help="first day, as 2020-09-27")
    parser.add_argument("--end", metavar="D", help="last day, included")
    for name, values in choices().items():
        parser.add_argument(f"--{name}", action="append", default=[], metavar="ID", help=f"repeatable; {values}")
    parser.add_argument("--edition", metavar="ID", help="another edition than the current one")


def exports(command: Callable[..., argparse.ArgumentParser], exporting: Run, briefing: Run) -> None:
    """Add the commands that write pictures, rows and briefs to files."""
    export = command("export", exporting, "write a chart or the rows behind it to a file")
    export.add_argument("chart", metavar="CHART", help="such as event_map; “list” lists them")
    export.add_argument(
        "--out", type=Path, metavar="FILE", help="its ending says how: png, svg, pdf, html, csv, json, parquet, zip, …"
    )
    export.add_argument("--width", type=count, metavar="N", help="of a picture, in px (default: 2400)")
    export.add_argument("--size", metavar="NAME", help="page, column, slide or poster")
    export.add_argument("--transparent", action="store_true", help="no white ground")
    export.add_argument("--grey", action="store_true", help="greys only")
    export.add_argument("--subtitle", default="", metavar="TEXT", help="instead of the filter in words")
    brief = command("brief", briefing, "write a brief of a selection: charts, key events with their sources, method")
    brief.add_argument("--out", type=Path, required=True, metavar="FILE", help=".html, which opens offline, or .pdf")
    for parser in (export, brief):
        parser.add_argument("--title", default="", metavar="TEXT", help="of your own")
        parser.add_argument("--lang", choices=("en", "id"), default="en", help="of the words in it (default: en)")
        selection(parser)


def decisions(parser: argparse.ArgumentParser) -> None:
    """Add the options of the log of decisions."""
    parser.add_argument("--gold", type=Path, metavar="FOLDER", help="write what was read to its end as gold into it")
    parser.add_argument("--by", metavar="NAME", help="only what one person decided")
    parser.add_argument("--second", metavar="NAME", help="with --gold: another person's own coding beside it")
    parser.add_argument("--agreement", action="store_true", help="how far people agree who read the same articles")
    form(parser)


def datasets(command: Callable[..., argparse.ArgumentParser], bringing: Run, fetching: Run) -> None:
    """Add the commands that bring in and that fetch datasets."""
    bring = command("import", bringing, "bring in files of a dataset: UCDP, ACLED, GDELT and others")
    bring.add_argument("dataset", metavar="DATASET", help="such as ucdp_ged; “list” lists them, “remove” takes out")
    bring.add_argument("files", nargs="*", type=Path, metavar="FILE", help="as the provider gives them, packed or not")
    bring.add_argument("--version", default="", metavar="V", help="of the dataset, where the file's name does not tell")
    bring.add_argument("--mapping", type=Path, metavar="FILE", help="for generic: which column is what, as TOML")
    bring.add_argument("--preview", action="store_true", help="say what the files would bring, and keep nothing")
    fetch = command("fetch", fetching, "download a dataset from its provider, with a token of your own, and import it")
    fetch.add_argument("dataset", choices=("ucdp", "acled", "gdelt"))
    fetch.add_argument("--version", default="", metavar="V", help="of UCDP, such as 26.1 or 26.0.7")
    fetch.add_argument("--whole", action="store_true", help="of UCDP: all countries, not those of the conflict alone")
    fetch.add_argument("--start", metavar="D", help="first day, as 2020-09-27")
    fetch.add_argument("--end", metavar="D", help="last day, included")
    fetch.add_argument("--yes", action="store_true", help="do not ask before the first request")


def port(text: str) -> int:
    """Read the number of a port."""
    number = int(text)
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"{number} is no port; choose one from 1 to 65535")
    return number


def jobs(text: str) -> int:
    """Read a number of processes."""
    number = int(text)
    if not 1 <= number <= 1024:
        raise argparse.ArgumentTypeError(f"{number} processes make no sense; choose from 1 to 1024")
    return number


def count(text: str) -> int:
    """Read a number of things."""
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError(f"{number} is less than nothing")
    return number


def choices() -> dict[str, str]:
    """Return the options of the filter, with the values that they may have."""
    return {
        "actor": "an actor or person, such as ARM or vladimir-putin",
        "track": ", ".join(TRACKS),
        "type": ", ".join(EVENT_TYPES),
        "status": ", ".join(STATUSES),
        "dataset": "a dataset of the edition; “karabakh ask datasets” lists them",
        "place": "a place such as shusha; “karabakh ask places” lists them",
    }


def form(parser: argparse.ArgumentParser) -> None:
    """Add the option that says how rows are printed."""
    parser.add_argument("--format", choices=("json", "csv", "table"), default="table")
