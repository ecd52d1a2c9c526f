"""The command line: ``karabakh serve | build | add | code | evaluate | decisions | ask | export | check`` and more.

Exit codes: 0 done, 1 a check found something, 2 the input cannot be used (one sentence on stderr).
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from dashboard import options, words
from dashboard.model import OWN, Event
from dashboard.options import UsageError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    arguments = _parser().parse_args(argv)
    from dashboard.coding import ArticleError  # noqa: PLC0415  # a late import keeps --help quick
    from dashboard.corpus import CorpusError  # noqa: PLC0415
    from dashboard.importers import ImportRefusedError  # noqa: PLC0415
    from dashboard.store import StoreError  # noqa: PLC0415

    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read the output has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (ArticleError, CorpusError, ImportRefusedError, StoreError, UsageError, OSError) as error:
        print(f"karabakh: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="karabakh", description="The Nagorno-Karabakh conflict, event by event.")
    parser.add_argument("--workspace", type=Path, help="folder for your articles and the editions")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], help_: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help_, description=help_)
        sub.set_defaults(run=run)
        return sub

    serve = command("serve", _serve, "open the dashboard in the browser")
    serve.add_argument("--port", type=options.port, default=8501)
    serve.add_argument("--no-browser", action="store_true", help="do not open a browser window")
    command("build", _build, "make the edition of the bundled data and your articles")
    add = command("add", _add, "add your own articles and make the edition anew")
    add.add_argument(
        "files", nargs="+", type=Path, metavar="PATH", help=".txt, .md, .html, .pdf, .docx, a zip or a folder of them"
    )
    code = command("code", _code, "show the events that the coder finds in articles, or write them to a file")
    code.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a text, a folder of texts, or a .parquet")
    code.add_argument("--out", type=Path, metavar="FILE", help="write .parquet, .csv, .json or .jsonl instead")
    code.add_argument("--jobs", type=options.jobs, metavar="N", help="processes on this machine (default: the cores)")
    code.add_argument("--scheduler", metavar="URL", help="code on a Dask cluster, as tcp://host:8786")
    code.add_argument("--coder", metavar="URL", help="let a coder of your own code: the articles are sent there")
    code.add_argument("--model", metavar="NAME", help="the model that your coder shall use")
    options.form(code)
    code.set_defaults(format=None)
    score = command("evaluate", _evaluate, "score a coder on gold: articles whose events are known")
    score.add_argument("--set", choices=("dev", "test"), help="test is frozen, and every run on it is logged")
    score.add_argument("--gold", type=Path, metavar="FOLDER", help="gold of your own, as data/gold/README.md says")
    score.add_argument("--language", metavar="XX", help="only the articles in this language, such as id or en")
    score.add_argument("--coder", metavar="URL", help="score a coder of your own: the articles are sent there")
    score.add_argument("--model", metavar="NAME", help="the model that your coder shall use")
    score.add_argument(
        "--worst", type=options.count, default=30, metavar="N", help="how many errors to show (default: 30)"
    )
    score.add_argument("--agreement", action="store_true", help="compare the two codings of the gold instead")
    score.add_argument("--format", choices=("text", "json"), default="text")
    ask = command("ask", _ask, "answer a question from the current edition")
    ask.add_argument("question", metavar="QUESTION", help="a file in queries/, such as events or event_map")
    ask.add_argument("--grain", choices=("day", "week", "month", "quarter", "year"), help="for questions by period")
    ask.add_argument("--window", type=options.count, metavar="N", help="for map_over_time: how many periods it shows")
    ask.add_argument("--event-id", metavar="ID", help="for questions about one event")
    ask.add_argument("--article-id", metavar="ID", help="for questions about one article")
    options.selection(ask)
    options.form(ask)
    options.exports(command, _export, _brief)
    options.datasets(command, _import, _fetch)
    options.decisions(command("decisions", _decisions, "list what people decided, or write it as gold"))
    command("check", _check, "look for rows that contradict the codebook")
    return parser


def _workspace(arguments: argparse.Namespace) -> Path:
    from dashboard import build  # noqa: PLC0415

    return arguments.workspace.expanduser() if arguments.workspace else build.default_workspace()


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def _serve(arguments: argparse.Namespace) -> int:
    from dashboard import serving  # noqa: PLC0415

    return serving.serve(_workspace(arguments), port=arguments.port, browser=not arguments.no_browser)


def _build(arguments: argparse.Namespace) -> int:
    from dashboard import build  # noqa: PLC0415

    made = build.build_edition(_workspace(arguments), _say)
    print(f"Edition {made.edition_id} is current: {made.path}")
    return 0


def _add(arguments: argparse.Namespace) -> int:
    from dashboard import adding  # noqa: PLC0415

    done = adding.add(_workspace(arguments), arguments.files, _say)
    for line in (*done.noticed, *(one.why for one in done.refused)):
        _say(line)
    print(f"{len(done.names)} added; edition {done.edition.edition_id} is current.")
    if done.refused:
        print(f"{words.plural(len(done.refused), 'file')} gave no article; they are named above.")
    return 0


def _code(arguments: argparse.Namespace) -> int:
    from dashboard import corpus  # noqa: PLC0415

    answers = _workspace(arguments) / "answers" if arguments.coder else None
    how = corpus.How(arguments.jobs, arguments.scheduler, arguments.coder, arguments.model, answers)
    if not arguments.out:
        found = [asdict(event) for event in corpus.find(arguments.files, how, _say)]
        _print(found, arguments.format or "table", [field.name for field in fields(Event)])
        return 0
    if arguments.format:
        raise UsageError("--format is for the terminal; the end of the name after --out says how to write.")
    corpus.write(arguments.files, arguments.out, how, _say)
    return 0


def _evaluate(arguments: argparse.Namespace) -> int:
    from dashboard.evaluation import GoldError, report, running  # noqa: PLC0415

    given = vars(arguments)
    names = ("gold", "language", "coder", "model", "worst")
    try:
        asked = running.Asked(given["set"], **{name: given[name] for name in names})
        told = running.agree(asked, _say) if arguments.agreement else running.run(asked, _say)
    except GoldError as error:
        raise UsageError(str(error)) from None
    if arguments.format == "json":
        print(json.dumps(told, ensure_ascii=False, indent=2))
    elif arguments.agreement:
        print(report.agreement(told["agreement"]))
    else:
        print(report.text(told), end="")
    return 0


def _ask(arguments: argparse.Namespace) -> int:
    from dashboard import selecting, store  # noqa: PLC0415

    given, chosen = selecting.of(_workspace(arguments), arguments, _say)
    names = ("grain", "window", "event_id", "article_id")
    extra = {name: getattr(arguments, name) for name in names if getattr(arguments, name)}
    rows, columns = store.ask_table(given.edition, arguments.question, chosen, **extra)
    _print(rows, arguments.format, columns)
    told_by = {row.get("dataset", row.get("told_by")) for row in rows}
    if arguments.question != "datasets" and told_by - OWN - {None, "own"}:
        for sentence in words.terms(given.described(), told_by):
            _say(sentence)
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from dashboard import exporting  # noqa: PLC0415

    return exporting.run(_workspace(arguments), arguments, _say)


def _brief(arguments: argparse.Namespace) -> int:
    from dashboard import exporting  # noqa: PLC0415

    return exporting.brief(_workspace(arguments), arguments, _say)


def _import(arguments: argparse.Namespace) -> int:
    from dashboard.importers import command  # noqa: PLC0415

    return command.run(_workspace(arguments), arguments)


def _fetch(arguments: argparse.Namespace) -> int:
    from dashboard.fetching import command  # noqa: PLC0415

    return command.run(_workspace(arguments), arguments)


def _decisions(arguments: argparse.Namespace) -> int:
    from dashboard.review import command  # noqa: PLC0415

    rows = command.run(_workspace(arguments), arguments, _say)
    if rows is not None:
        _print(rows, arguments.format, list(command.COLUMNS))
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from dashboard import build, store  # noqa: PLC0415

    edition = build.current_edition(_workspace(arguments), _say)
    offences = store.check(edition)
    for line in offences:
        print(line)
    print(f"Edition {edition.edition_id}: {len(offences) or 'no'} offending rows.")
    return 1 if offences else 0


def _print(rows: list[dict[str, Any]], form: str, names: list[str]) -> None:
    """Print rows as a JSON list, as CSV with JSON in list cells, or as an aligned table for people."""
    if form == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=2, default=lambda value: value.isoformat()))
        return
    if form == "csv":
        writer = csv.DictWriter(sys.stdout, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: _cell(value, "json") for name, value in row.items()} for row in rows)
        return
    if not rows:
        print("No row.")
        return
    cells = [{name: _cell(value, "table") for name, value in row.items()} for row in rows]
    widths = {name: min(48, max(len(name), *(len(row[name]) for row in cells))) for name in names}
    for row in [{name: name for name in names}, *cells]:
        print("  ".join(_fit(row[name], widths[name]) for name in names).rstrip())


def _cell(value: object, form: str) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple, dict)):
        if form == "table" and not isinstance(value, dict):
            return ", ".join(str(v.get("outlet", v)) if isinstance(v, dict) else str(v) for v in value)
        return json.dumps(value, ensure_ascii=False, default=lambda value: value.isoformat())
    return str(value)


def _fit(text: str, width: int) -> str:
    text = " ".join(text.split())
    return text.ljust(width) if len(text) <= width else text[: width - 1] + "…"


if __name__ == "__main__":
    sys.exit(main())
