"""What ``karabakh import`` does: look, say what was found, keep it, and make the edition with it."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tqdm import tqdm

from dashboard import importers
from dashboard.importers import generic, mapping, running, templates
from dashboard.importers.files import ImportRefusedError


def run(workspace: Path, asked: argparse.Namespace) -> int:
    """Import the files that were asked for; return the exit code. Raise ImportRefusedError or StoreError."""
    from dashboard import build  # noqa: PLC0415  # the coder loads with it

    name, files = asked.dataset, asked.files
    if name == "list":
        _list(workspace)
        return 0
    if name == "remove":
        return _remove(workspace, [str(name) for name in files])
    if not files:
        raise ImportRefusedError(f"Which files of {importers.dataset(name).short}? Write karabakh import {name} FILE.")
    workspace.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix=".importing-", dir=workspace, ignore_cleanup_errors=True) as scratch,
        tqdm(total=100, unit="%", disable=not sys.stderr.isatty(), leave=False) as bar,
    ):

        def tell(what: str, share: float) -> None:
            bar.set_description(what)
            bar.n = round(100 * share)
            bar.refresh()

        if name == "generic":
            plan = _planned(workspace, asked, Path(scratch))
            if asked.preview and plan.guess and plan.guess.questions:
                print("\n".join(["# The table cannot be read before this is said:", plan.toml()]), end="")
                return 0
            prospect = generic.look(plan, Path(scratch), version=asked.version, progress=tell)
        else:
            plan = None
            if asked.mapping:
                raise ImportRefusedError("--mapping is for tables of your own; write karabakh import generic FILE.")
            look = importers.look(name, files, Path(scratch), version=asked.version, progress=tell)
            prospect = running.with_lines(look)
        bar.close()
        said = importers.summary(prospect)
        told = [*said, *_faults(prospect)]
        if plan and asked.preview:  # what is printed is a mapping that can be saved: all else is a comment in it
            print("\n".join(f"# {line}" for line in [*_how_to(plan, files), *told, *_first_rows(prospect)]))
            print(plan.toml(), end="")
            return 0
        print("\n".join(told))
        if asked.preview:
            return 0
        if prospect.kept == 0:
            raise ImportRefusedError(running.nothing_kept(prospect))
        kept = importers.keep(workspace, prospect, said)
    try:
        edition = build.build_edition(workspace, lambda line: print(line, file=sys.stderr))
    except BaseException:
        importers.remove(workspace, kept.import_id)  # the workspace stays as it was
        raise
    print(f"Imported as {kept.import_id}. Edition {edition.edition_id}.")
    return 0


def _faults(prospect: importers.Prospect) -> Iterator[str]:
    """Yield a line for each of the first odd rows."""
    for fault in [f for f in prospect.faults if f.level != "note"][:20]:
        place = f"{fault.file}, line {fault.line}" if fault.line else fault.native_id
        yield f"  {place}: {fault.reason}"


def _planned(workspace: Path, asked: argparse.Namespace, scratch: Path) -> generic.Plan:
    """Return how a table of the user's own is read; a guess must be looked at before anything rests on it."""
    given = mapping.read(asked.mapping) if asked.mapping else ""
    plan = generic.plan(workspace, asked.files, scratch, given, str(asked.mapping))
    if plan.guess and not asked.preview:
        file = asked.files[0]
        raise ImportRefusedError(
            f"No mapping fits the columns of {file.name} yet: save what “karabakh import generic {file} --preview” "
            "prints as mapping.toml, look it over, and add --mapping mapping.toml."
        )
    return plan


def _how_to(plan: generic.Plan, files: Sequence[Path]) -> Iterator[str]:
    """Yield what was used, and how to correct it."""
    if plan.template:
        yield f"Read after the template {plan.template.name}, which was used for these columns before."
    elif plan.guess:
        yield "This mapping is a guess. Correct what is wrong and save it as mapping.toml, then:"
    if not plan.template:
        names = " ".join(str(path) for path in files)
        yield f"  karabakh import generic {names} --mapping mapping.toml"


def _first_rows(prospect: importers.Prospect) -> Iterator[str]:
    """Yield the first rows as they would read."""
    yield "The first rows would read:"
    for row in prospect.sample[:5]:
        days = f"{row['day_start']} to {row['day_end']}" if row["day_start"] != row["day_end"] else row["day_start"]
        place = f"{row['place_name'] or 'no place'} ({row['lat']}, {row['lon']}; {row['place_precision']})"
        deaths = [row[name] for name in ("deaths_low", "deaths_best", "deaths_high")]
        dead = "/".join("–" if number is None else str(number) for number in deaths)
        parties = " and ".join(f"{row[side]} [{row[f'{side}_key']}]" for side in ("actor_a", "actor_b") if row[side])
        cells = (
            days,
            f"{row['day_precision']}",
            row["event_type"] or "no type",
            row["status"],
            parties or "no actor",
            place,
        )
        line = " | ".join([*map(str, cells), f"deaths {dead}", row["words"]])
        yield "  " + " ".join(line.split())[:300]


def _remove(workspace: Path, ids: Sequence[str]) -> int:
    from dashboard import build  # noqa: PLC0415  # the coder loads with it

    if not ids:
        raise ImportRefusedError("Which import? “karabakh import list” lists them.")
    if unknown := sorted(set(ids) - {one.import_id for one in importers.imports(workspace)}):
        raise ImportRefusedError(f"There is no import {unknown[0]}; “karabakh import list” lists them.")
    for import_id in dict.fromkeys(ids):
        importers.remove(workspace, import_id)
    edition = build.build_edition(workspace, lambda line: print(line, file=sys.stderr))
    print(f"Taken out: {', '.join(dict.fromkeys(ids))}. Edition {edition.edition_id}.")
    return 0


def _list(workspace: Path) -> None:
    print("Datasets that can be imported:")
    for name, one in importers.datasets().items():
        print(f"  {name:15} {one.title}")
    if kept := templates.templates(workspace):
        print("Templates for tables of your own:")
        for template in kept:
            print(f"  {template.name:15} {template.path}")
    brought = importers.imports(workspace)
    print("Imported:" if brought else "Nothing has been imported yet.")
    shown = {one.import_id for one in importers.active(workspace)}
    for imported in brought:
        mark = "" if imported.import_id in shown else "  (not shown: a newer version is)"
        print(f"  {imported.import_id:40} {imported.kept:>10,} rows{mark}")
