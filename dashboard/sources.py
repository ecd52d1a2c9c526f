"""The Sources page: what the edition holds, and files of datasets looked at before they are imported."""

from __future__ import annotations

import json
import shutil
import tempfile
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import build, frame, importers, own_table, words
from dashboard.importers import ImportRefusedError, Prospect, running
from dashboard.store import StoreError

_STANDING = {
    "final": "final",
    "candidate": "candidate: may change or be withdrawn",
    "living": "living: changes daily",
    "machine": "coded by a machine: media attention, not incidents",
    "document": "documents, not what came of them",
}


def held_html() -> str:
    """Return what the edition holds, dataset by dataset; everything from files is escaped."""
    head = "<h1>Sources</h1><p class='kt-lead'>Each dataset keeps its own definition and is never added to another.</p>"
    rows = []
    for one in frame.answers().described():
        name = f"{one['title']} {one['version'] or ''}".strip()
        said = [one["measures"], _STANDING.get(str(one["standing"]), ""), one["licence"]]
        period = words.span(one["first_day"], one["last_day"])
        rows.append(
            f"<tr><td><b>{escape(name)}</b><br>{escape(' · '.join(str(part) for part in said if part))}</td>"
            f"<td>{int(one['rows']):,}</td><td>{escape(period)}</td></tr>"
            + (
                f"<tr><td colspan='3' class='kt-id'>Cite: {escape(one['citation'])}</td></tr>"
                if one["citation"]
                else ""
            )
        )
    table = f"<table><tr><th>Dataset</th><th>Rows shown</th><th>Days</th></tr>{''.join(rows)}</table>"
    return f"{head}<div class='kt-about'>{table}</div>"


def bring_in() -> None:
    """Let the reader choose files, look at what they would bring, and import them."""
    st.subheader("Import files")
    known = importers.datasets()
    left, right = st.columns([3, 1])
    name = left.selectbox(
        "Dataset", list(known), format_func=lambda one: known[one].title, key="import-dataset", on_change=_forget
    )
    version = right.text_input("Version, if the file's name does not tell", key="import-version")
    files = st.file_uploader(
        "Files as the provider gives them, packed or not. Nothing is written before you have seen what they hold, and "
        "nothing leaves this machine.",
        accept_multiple_files=True,
        key="import-files",
    )
    if st.button("Look at them", type="primary", disabled=not files):
        _look(name, version.strip(), files)
    own_table.form()
    if prospect := st.session_state.get("prospect"):
        _show(prospect)
    if said := st.session_state.pop("import-said", ""):
        st.success(words.literal(said))


def _look(name: str, version: str, files: list[Any]) -> None:
    _forget()
    workspace = build.default_workspace()
    workspace.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".importing-", dir=workspace))
    st.session_state["import-scratch"] = scratch
    paths = []
    for number, file in enumerate(files):
        folder = scratch / f"given-{number}"
        folder.mkdir()
        paths.append(folder / (Path(file.name).name or "file"))  # a name is never a path
        paths[-1].write_bytes(file.getbuffer())
    if name == own_table.DATASET:
        try:
            own_table.begin(paths, scratch, version)
        except (ImportRefusedError, StoreError, OSError) as error:
            _forget()
            st.error(words.literal(str(error)))
        return
    bar = st.progress(0.0, "Opening the files")

    def tell(what: str, share: float) -> None:
        bar.progress(min(share, 1.0), what)

    try:
        prospect = importers.look(name, paths, scratch, version=version, progress=tell)
        st.session_state["prospect"] = running.with_lines(prospect)
    except (ImportRefusedError, StoreError, OSError) as error:
        _forget()
        st.error(words.literal(str(error)))
    bar.empty()


def _show(prospect: Prospect) -> None:
    """Show what the files would bring, and the button that imports them."""
    with st.container(border=True, key="import-preview"):
        said = importers.summary(prospect)
        st.markdown("\n".join(f"- {words.literal(line)}" for line in said))
        if prospect.sample:
            shown = [{key: value for key, value in row.items() if value is not None} for row in prospect.sample]
            st.markdown("**The first rows, in the words that all datasets share**")
            st.dataframe(pd.DataFrame(shown).astype(str), hide_index=True, width="stretch", height=220)
        if prospect.faults:
            odd = pd.DataFrame([{**vars_of(fault)} for fault in prospect.faults])
            st.markdown("**What is left out or odd**")
            st.dataframe(odd.head(500), hide_index=True, width="stretch", height=180)
            st.download_button("Download all of it as CSV", odd.to_csv(index=False), "rejected.csv", "text/csv")
        keep, leave = st.columns([1, 1])
        if keep.button(f"Import {words.plural(prospect.kept, 'row')}", type="primary", disabled=not prospect.kept):
            _keep(prospect, said)
        leave.button("Do not import", on_click=_forget)


def vars_of(fault: Any) -> dict[str, Any]:
    """Return a fault as a row of a table."""
    return {name: getattr(fault, name) for name in ("level", "file", "line", "native_id", "reason", "text")}


def _keep(prospect: Prospect, said: list[str]) -> None:
    workspace = build.default_workspace()
    with st.spinner("Making the edition with these rows …"):
        try:
            kept = importers.keep(workspace, prospect, said)
            try:
                made = build.build_edition(workspace)
            except BaseException:
                importers.remove(workspace, kept.import_id)
                raise
        except (ImportRefusedError, StoreError, OSError, ValueError) as error:
            st.error(words.literal(str(error)))
            return
    _forget()
    st.session_state["import-said"] = f"Imported as {kept.import_id}. The edition is now {made.edition_id}."
    st.rerun()


def _forget() -> None:
    """Throw away what was looked at and not imported."""
    st.session_state.pop("prospect", None)
    own_table.forget()
    if scratch := st.session_state.pop("import-scratch", None):
        shutil.rmtree(scratch, ignore_errors=True)


def brought() -> None:
    """List what was imported, with a way to take it out again."""
    workspace = build.default_workspace()
    kept = importers.imports(workspace)
    if not kept:
        return
    st.subheader("Imported")
    shown = {one.import_id for one in importers.active(workspace)}
    for one in reversed(kept):
        text, button = st.columns([5, 1], vertical_alignment="center")
        mark = "" if one.import_id in shown else " Not shown: a newer version is."
        files = ", ".join(file["name"] for file in one.files[:4]) + (" …" if len(one.files) > 4 else "")
        text.markdown(
            f"**{words.literal(one.import_id)}**, {words.plural(one.kept, 'row')}, from {words.literal(files)}, "
            f"{one.imported_at[:10]}.{mark}"
        )
        if button.button("Take out", key=f"remove-{one.import_id}"):
            _take_out(workspace, one.import_id)


def _take_out(workspace: Path, import_id: str) -> None:
    with st.spinner("Making the edition without these rows …"):
        try:
            importers.remove(workspace, import_id)
            made = build.build_edition(workspace)
        except (ImportRefusedError, StoreError, OSError, ValueError) as error:
            st.error(words.literal(str(error)))
            return
    st.session_state["import-said"] = f"{import_id} was taken out. The edition is now {made.edition_id}."
    st.rerun()


def original_html(event_id: str) -> str:
    """Return the row of a dataset as it was published, empty for our own events."""
    rows = frame.rows("original_row", event_id=event_id)
    if not rows:
        return ""
    row = rows[0]
    cells = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(str(value))}</dd>"
        for name, value in json.loads(row["original"]).items()
        if value not in (None, "")
    )
    terms = f"{row['short']} {row['version']}: {row['measures']}. {row['licence']}."
    return (
        f"<h4>As its dataset published it</h4><p>{escape(terms)}</p>"
        f"<details><summary>The whole row</summary><dl class='kt-row'>{cells}</dl></details>"
        f"<p class='kt-id'>Cite: {escape(row['citation'])}</p>"
    )
