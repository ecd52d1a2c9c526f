"""The network of 300 actors and 20,000 ties: places, figure and JSON, beside a spring layout of networkx.

Run by hand: ``python tests/benchmarks/network_size.py``. Times are of CPU, for the machine is seldom quiet.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import networkx as nx

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from test_network_charts import CAPTION, many_ties

from dashboard import network
from dashboard.charts.network import actor_network
from dashboard.network.graph import graph_of

ALLOWED = 2.0  # s


def main() -> None:
    ties = many_ties()
    start = time.process_time()
    figure = actor_network(ties, network.positions(ties), {}, CAPTION, unit="reports")
    text = figure.to_json(validate=False)
    ours = time.process_time() - start
    graph = graph_of(ties)
    start = time.process_time()
    nx.spring_layout(nx.Graph(graph), seed=1)
    spring = time.process_time() - start
    print(f"{len(ties):,} ties: {ours:.2f} s of CPU (≤ {ALLOWED:.0f}), {len(text) / 1000:.0f} kB of JSON")
    print(f"spring layout alone: {spring:.2f} s; ratio {ours / spring:.2f}")


if __name__ == "__main__":
    main()
