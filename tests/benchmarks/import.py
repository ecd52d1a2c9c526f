"""Time and memory of an import, beside a bare DuckDB ``read_csv`` of the same file into a typed table.

Run by hand: ``python tests/benchmarks/import.py FOLDER [ROWS] [--quick]``. FOLDER is scratch; the file is generated
there if it is not there yet, and what was made is deleted at the end, but for the file and the workspace. Prints the
stages of the import, the ratios, and the peak memory of each process with its children.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
from generator import write

from dashboard.bundle import QUERIES

HERE = Path(__file__).parent
#: Resident memory that an import may take.
ALLOWED_MB = 4096


def measured(command: list[str]) -> tuple[float, float, float, list[tuple[float, str]]]:
    """Run a command; return seconds, seconds of CPU, peak MB with all its children, and its lines with their second."""
    start, before = time.perf_counter(), os.times()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    peak, done = [0.0], threading.Event()

    def watch() -> None:
        while not done.wait(0.1):
            peak[0] = max(peak[0], sum(resident(pid) for pid in family(process.pid)))

    watching = threading.Thread(target=watch)
    watching.start()
    assert process.stdout
    said = [(time.perf_counter() - start, line.rstrip()) for line in process.stdout]
    code = process.wait()
    done.set()
    watching.join()
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    if code:
        raise SystemExit("\n".join(line for _, line in said[-20:]))
    return time.perf_counter() - start, cpu, peak[0], said


def family(pid: int) -> list[int]:
    """Return a process and all that it started."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(one for child in children for one in family(int(child)))]


def resident(pid: int) -> float:
    """Return the MB that a process holds of its own; pages of files that it has mapped do not count."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return float(re.search(r"RssAnon:\s+(\d+)", status)[1]) / 1024 if "RssAnon" in status else 0.0  # type: ignore[index]


def bare(file: Path, out: Path) -> None:
    """Read the file into a typed table of a database on disk."""
    folder = QUERIES / "import" / "gdelt"
    with duckdb.connect(str(out)) as connection:
        connection.execute((folder / "published.sql").read_text(encoding="utf-8"))
        columns = {name: str(kind) for name, kind, *_ in connection.execute("describe published").fetchall()}
        connection.execute("drop table published")
        sql = (HERE / "typed_table.sql").read_text(encoding="utf-8")
        connection.execute(sql, {"file": str(file), "columns": columns})


def main() -> None:
    arguments = [word for word in sys.argv[1:] if not word.startswith("--")]
    folder = Path(arguments[0])
    if "--bare" in sys.argv:
        bare(Path(arguments[1]), folder)
        return
    rows = 100_000 if "--quick" in sys.argv else int(arguments[1]) if len(arguments) > 1 else 10_000_000
    file = folder / f"{rows}.export.CSV"
    if not file.exists():
        write(folder, rows)
    workspace, table = folder / f"workspace-{rows}", folder / "bare.duckdb"
    shutil.rmtree(workspace, ignore_errors=True)
    table.unlink(missing_ok=True)
    print(f"{rows:,} rows, {file.stat().st_size / 1e6:,.0f} MB; load {os.getloadavg()[0]:.1f}")
    plain = measured([sys.executable, __file__, str(table), str(file), "--bare"])
    print(f"bare read_csv, typed table: {plain[0]:7.1f} s, {plain[1]:7.1f} s of CPU, {plain[2]:6,.0f} MB")
    table.unlink()
    karabakh = [str(Path(sys.executable).parent / "karabakh"), "--workspace", str(workspace)]
    looked = measured([*karabakh, "import", "gdelt", str(file), "--preview"])
    print(f"import, looked at alone:    {looked[0]:7.1f} s, {looked[1]:7.1f} s of CPU, {looked[2]:6,.0f} MB")
    ours = measured([*karabakh, "import", "gdelt", str(file)])
    print(
        f"import with its edition:    {ours[0]:7.1f} s, {ours[1]:7.1f} s of CPU, {ours[2]:6,.0f} MB (≤ {ALLOWED_MB:,})"
    )
    print(f"ratio: {looked[0] / plain[0]:.2f} looked at, {ours[0] / plain[0]:.2f} with its edition (≤ 1.5); ", end="")
    print(f"of CPU {looked[1] / plain[1]:.2f} and {ours[1] / plain[1]:.2f}; load {os.getloadavg()[0]:.1f}")
    for second, line in ours[3]:
        if not re.match(r"\d+ of \d+ articles", line):
            print(f"  {second:6.1f} s  {line[:150]}")


if __name__ == "__main__":
    main()
