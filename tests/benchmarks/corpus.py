"""How long it takes to add a folder of articles, once in one go and once killed on the way and begun again.

Run by hand: ``python tests/benchmarks/corpus.py [--articles 2000] [--kills 3]``. The articles are those of the gold for
development, each time with other days and numbers, so that none is a reprint of another in the eyes of the program.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from dashboard import store
from dashboard.bundle import DATA

GOLD = sorted((DATA / "gold" / "dev").rglob("*.md"))


def pile(folder: Path, count: int) -> None:
    """Write so many articles, all of them different."""
    folder.mkdir()
    chance = random.Random(1)
    texts = [path.read_text("utf-8").split("\n---\n", 1) for path in GOLD]
    for number in range(count):
        head, body = texts[number % len(texts)]
        sentences = re.split(r"(?<=[.!?])\s+", body)
        own = [f"{one} {number:05}{chance.randrange(10**6):06}" if len(one) > 40 else one for one in sentences[1:]]
        if number >= len(texts):  # a reprint shares most runs of five words
            own = [word for one in own for word in _loosened(one, number)]
        (folder / f"{number:05}.md").write_text(f"{head}\n---\n\n{sentences[0]} {' '.join(own)}\n", "utf-8")


def _loosened(sentence: str, number: int) -> list[str]:
    """Put a number behind every fourth word or so, so that the sentence shares no run of five with its model."""
    return [word if at % 4 else f"{word} {number}" for at, word in enumerate(sentence.split())]


def begin(workspace: Path, folder: Path) -> subprocess.Popen[bytes]:
    """Start the command."""
    command = [sys.executable, "-m", "dashboard.cli", "--workspace", str(workspace), "add", str(folder)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ)


def result(workspace: Path) -> tuple[str, int]:
    """Return the edition and how many articles of ours lie in the workspace."""
    made = store.edition(workspace)
    return made.edition_id if made else "none", len(list((workspace / "articles").glob("*.md")))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "pile")
        pile(folder, given.articles)
        begun = time.monotonic()
        if begin(Path(place, "whole"), folder).wait():
            raise SystemExit("The command failed.")
        whole = time.monotonic() - begun
        print(
            f"{given.articles:,} articles in one go: {whole:.0f} s, edition and articles {result(Path(place, 'whole'))}"
        )
        begun = time.monotonic()
        for number in range(given.kills):
            with begin(Path(place, "killed"), folder) as run:
                time.sleep(whole / (given.kills + 1))
                print(f"kill {number + 1}: {'it runs' if run.poll() is None else 'it was done'}")
                run.kill()
        if begin(Path(place, "killed"), folder).wait():
            raise SystemExit("The command failed.")
        again = time.monotonic() - begun
        print(
            f"killed {given.kills} times: {again:.0f} s in all, {again - whole:+.0f} s, {result(Path(place, 'killed'))}"
        )
        print("the same" if result(Path(place, "whole")) == result(Path(place, "killed")) else "NOT THE SAME")


if __name__ == "__main__":
    main()
