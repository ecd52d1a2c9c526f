"""The borders between the rooms, as CONTRIBUTING.md draws them, and the house rules of the queries."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "dashboard"
MODULES = {path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py"))}
QUERIES = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in sorted(ROOT.glob("queries/**/*.sql"))}
QUESTIONS = {
    Path(name).stem: sql for name, sql in QUERIES.items() if re.fullmatch(r"queries/(?!sch|sel)\w+\.sql", name)
}
CHECKS = {name: sql for name, sql in QUERIES.items() if name.startswith("queries/check/")}
#: question -> who draws it in charts/, who asks it in pictures/, and the page in screens/ that shows it.
FIGURES = {
    "event_map": ("map", "map", "map"),
    "diplomacy_timeline": ("diplomacy", "talks", "diplomacy"),
    "actor_network": ("network", "network", "network"),
}


def imports(code: str) -> set[str]:
    """Return everything that a module imports, late imports included, as dotted names."""
    nodes = list(ast.walk(ast.parse(code)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named = (node for node in nodes if isinstance(node, ast.ImportFrom) and node.module)
    return plain | {f"{node.module}.{alias.name}" for node in named for alias in node.names}


def users(start: str) -> set[str]:
    return {
        name for name, code in MODULES.items() if any(f"{found}.".startswith(f"{start}.") for found in imports(code))
    }


def test_only_the_store_talks_to_duckdb() -> None:
    assert {name.split("/")[0] for name in users("duckdb")} == {"store"}


def test_only_what_the_reader_sees_imports_streamlit() -> None:
    screens = {name for name in MODULES if name.startswith("screens/")}
    assert {"app.py", "filter_bar.py", "frame.py", "receipt.py"} <= users("streamlit") <= {
        "app.py", "article_form.py", "article_view.py", "brush.py", "controls.py", "evidence.py", "filter_bar.py",
        "frame.py", "map_options.py", "network_options.py", "network_tables.py", "overview_brief.py", "own_articles.py",
        "own_findings.py", "own_shelf.py", "own_table.py", "receipt.py", "review_desk.py", "review_form.py",
        "serving.py", "sources.py", "talk_card.py", "timeline_options.py", "which_edition.py", *screens,
    }  # fmt: skip
    assert not {name for name in users("plotly") if name.startswith("screens/")}, "a page builds a figure"


def test_a_chart_knows_neither_the_store_nor_the_page() -> None:
    for room in ("streamlit", "dashboard.store", "dashboard.frame", "dashboard.build", "dashboard.pictures"):
        assert not {name for name in users(room) if name.startswith("charts/")}


def test_a_picture_knows_no_page() -> None:
    for room in ("streamlit", "dashboard.frame", "dashboard.controls", "dashboard.build"):
        assert not {name for name in users(room) if name.startswith(("answers", "drawing", "pictures/", "saving/"))}


def test_what_saves_rows_knows_neither_the_page_nor_the_picture() -> None:
    for room in ("streamlit", "plotly", "duckdb", "dashboard.frame", "dashboard.charts", "dashboard.build"):
        assert not {name for name in users(room) if name.startswith("saving/")}


def test_the_shared_words_and_the_coder_stand_alone() -> None:
    assert {name.split(".")[0] for name in imports(MODULES["model.py"])} <= sys.stdlib_module_names
    allowed = sys.stdlib_module_names | {"yaml", "py3langid", "numpy", "spacy", "re2"}
    for name, code in MODULES.items():
        if name.startswith("coding/"):
            for found in imports(code):
                own = re.match(r"dashboard\.(coding|model|bundle)\b", found)
                assert own or found.split(".")[0] in allowed, f"{name} imports {found}"


def test_what_reads_a_persons_files_knows_no_page_no_store_and_no_network() -> None:
    allowed = {"coding", "encoding", "reading", "whole", "words"}
    parsers = {"docx", "lxml", "pypdfium2", "trafilatura"}
    for name, code in MODULES.items():
        found = imports(code)
        if name.startswith("reading/"):
            assert {one.split(".")[1] for one in found if one.startswith("dashboard.")} <= allowed, name
            assert not {one.split(".")[0] for one in found} & {"duckdb", "requests", "streamlit", "urllib3"}, name
        if name not in ("reading/pdf.py", "reading/webpage.py", "reading/word.py"):  # loaded by the worker alone
            assert not {one.split(".")[0] for one in found} & parsers, name


def test_what_codes_knows_nothing_of_the_gold() -> None:
    scoring = {name for name in MODULES if name.startswith("evaluation/")}
    assert users("dashboard.evaluation") - scoring <= {
        "cli.py", "scorecard.py", "endpoint/review.py", "review/command.py", "review/gold.py",
    }  # fmt: skip


def test_no_sql_stands_in_the_python_files() -> None:
    sql = re.compile(r"\bselect\b[^.;]*\bfrom\b|\binsert\s+into\b|\bcreate\s+(temp\s+)?(table|view|macro)\b", re.I)
    for name, code in MODULES.items():
        nodes = list(ast.walk(ast.parse(code)))
        texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
        prose = {
            ast.get_docstring(node, clean=False) for node in nodes if isinstance(node, ast.Module | ast.FunctionDef)
        }
        assert not [text for text in texts - prose if sql.search(text)], name


def test_every_file_is_short_enough_to_be_read_at_one_sitting() -> None:
    bounds = {name: 80 if name.startswith("screens/") else 320 for name in MODULES}
    bounds |= {name: 280 if name.endswith("schema.sql") else 60 for name in QUERIES}
    lengths = {name: len(text.splitlines()) for name, text in (MODULES | QUERIES).items()}
    assert {name: length for name, length in lengths.items() if length > bounds[name]} == {}


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_opens_with_a_sentence_and_writes_its_key_words_small(name: str) -> None:
    sql = QUERIES[name]
    assert re.match(r"-- [A-Z].{15,}[.?]\n", sql)
    assert "?" in sql.split("\n", 1)[0] or Path(name).stem not in QUESTIONS, "a question asks"
    plain = re.sub(r"[^\x00-\x7f]", "_", sql)  # the tokenizer counts bytes
    places = [start for start, kind in duckdb.tokenize(plain) if kind == duckdb.token_type.keyword]
    words = [re.split(r"\W", plain[place : place + 30], maxsplit=1)[0] for place in places]
    assert words
    assert [word for word in words if word != word.lower()] == []


@pytest.mark.parametrize("name", [*QUESTIONS, *CHECKS])
def test_a_question_is_one_statement_with_known_parameters_and_a_final_order(name: str) -> None:
    sql = QUESTIONS.get(name) or CHECKS[name]
    (statement,) = duckdb.extract_statements(sql)
    of_filter = {"start", "end", "actors", "tracks", "types", "statuses", "datasets", "places"}
    known = (
        {*of_filter, "grain", "window", "event_id", "article_id"}
        if name in QUESTIONS
        else {"statuses", "tracks", "iso_codes"}
    )
    assert statement.named_parameters <= known
    assert "selected(" not in sql or of_filter <= statement.named_parameters, "a filter that only half filters"
    assert re.search(r"\norder by\s+[^()]+;\s*$", sql)


@pytest.mark.parametrize("question", FIGURES)
def test_a_figure_bears_one_name_in_its_query_its_chart_and_its_page(question: str) -> None:
    assert question in QUESTIONS
    chart, picture, page = FIGURES[question]
    assert f"def {question}(" in MODULES[f"charts/{chart}.py"]
    made = MODULES[f"pictures/{picture}.py"]
    assert f'"{question}"' in made
    assert f"{question}(" in made
    assert re.search(rf"from dashboard\.pictures import [^\n]*\b{picture}\b", MODULES[f"screens/{page}.py"])
    assert "frame.chart(" in MODULES[f"screens/{page}.py"]


def test_every_question_is_asked_somewhere() -> None:
    assert [question for question in QUESTIONS if f'"{question}"' not in "".join(MODULES.values())] == []
