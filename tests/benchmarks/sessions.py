"""Twenty readers on one server, each changing the filter every two seconds: how long a run takes, and errors.

Run by hand: ``python tests/benchmarks/sessions.py FOLDER [ROWS] [--quick]``. The readers speak Streamlit's own protocol
over a websocket, as a browser does, and draw nothing: this measures the server. A run lasts from the change to the
message that the script has finished. The server has just started, so that twenty readers open their pages at once while
its libraries load: the clicks after the third are told by themselves too.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from browsing import CHARTS, served
from generator import FOREMOST

READERS, PAUSE, SETTLED = 20, 2.0, 3


@dataclass
class Runs:
    """What the readers saw: the click, milliseconds and bytes of each run, and the errors."""

    times: list[tuple[int, float]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    size: list[int] = field(default_factory=list)


async def reader(base: str, number: int, clicks: int, datasets: str, runs: Runs) -> None:
    draw = random.Random(number)
    await asyncio.sleep(PAUSE * number / READERS)
    address = base.replace("http", "ws") + "/_stcore/stream"
    page = list(CHARTS)[number % len(CHARTS)]
    async with connect(address, max_size=None, subprotocols=["streamlit"]) as socket:  # type: ignore[list-item]
        for click in range(clicks + 1):
            sent = BackMsg()
            sent.rerun_script.query_string = urlencode(query(draw, datasets))
            sent.rerun_script.page_name = "" if page == "overview" else page
            start = time.perf_counter()
            await socket.send(sent.SerializeToString())
            received = 0
            while True:
                data = await socket.recv()
                received += len(data)
                message = ForwardMsg()
                message.ParseFromString(data if isinstance(data, bytes) else data.encode())
                kind = message.WhichOneof("type")
                if kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
                    runs.errors.append(message.delta.new_element.exception.message[:200])
                if kind == "delta" and message.delta.new_element.WhichOneof("type") == "alert":
                    runs.errors.append(message.delta.new_element.alert.body[:200])
                if kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    break
            if click:  # the first run opens the page
                runs.times.append((click, 1000 * (time.perf_counter() - start)))
                runs.size.append(received)
            await asyncio.sleep(max(0.0, PAUSE - (time.perf_counter() - start)))


def query(draw: random.Random, datasets: str) -> dict[str, str]:
    """Return another filter each time."""
    asked = {"datasets": datasets, "actors": ",".join(draw.sample(FOREMOST[:10], draw.choice([1, 1, 2])))}
    if draw.random() < 0.7:
        year = draw.randrange(2015, 2025)
        asked |= {"start": f"{year}-{draw.randrange(1, 13):02}-{draw.randrange(1, 28):02}", "end": f"{year + 1}-11-10"}
    return asked


async def all_readers(base: str, clicks: int, datasets: str) -> Runs:
    runs = Runs()
    await asyncio.gather(*(reader(base, n, clicks, datasets, runs) for n in range(READERS)))
    return runs


def main() -> None:
    arguments = [word for word in sys.argv[1:] if not word.startswith("--")]
    folder, rows = Path(arguments[0]), int(arguments[1]) if len(arguments) > 1 else 500
    clicks = 3 if "--quick" in sys.argv else 15
    with tempfile.TemporaryDirectory() as scratch:
        workspace = folder / f"workspace-{rows}" if rows > 500 else Path(scratch)
        with served(workspace) as base:
            runs = asyncio.run(all_readers(base, clicks, "curated,coded,gdelt" if rows > 500 else "curated,coded"))
    print(f"{rows:,} events, {READERS} readers, {PAUSE:.0f} s between clicks; load {os.getloadavg()[0]:.1f}")
    for name, first in (("a run", 0), (f"after the {SETTLED} first clicks", SETTLED)):
        if times := [taken for click, taken in runs.times if click > first]:
            p95 = sorted(times)[int(0.95 * (len(times) - 1))]
            print(f"  {name}: median {statistics.median(times):.0f}, p95 {p95:.0f} ms (≤ 350) of {len(times)}")
    print(
        f"  {statistics.median(runs.size) / 1000:.0f} kB sent; {len(runs.errors)} errors",
        *sorted(set(runs.errors))[:5],
        sep="\n    ",
    )


if __name__ == "__main__":
    main()
