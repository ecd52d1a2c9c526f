"""Places in the picture of actors, once per edition, so that no filter moves anybody.

They mean something: the parties face each other, and everybody else stands between them, nearer to the side with
which it has more to do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np
import pandas as pd

#: The parties' places; the picture is 3.2 wide and 2 high around (0, 0).
PARTIES = {"ARM": (-1.45, 0.3), "NKR": (-1.3, -0.62), "AZE": (1.45, 0.0)}
_ARMENIAN_SIDE = ("ARM", "NKR")

#: Room that a node needs for itself and its name: half the distance to the next one, sideways and upwards.
_WIDE, _HIGH = 0.4, 0.19
_INNER = 0.98  # everybody else stands between -0.98 and 0.98
_GOLDEN = 0.6180339887


def positions(
    ties: pd.DataFrame,
    among: dict[str, tuple[float, float]] | None = None,
    sides: Mapping[str, str] | None = None,
) -> dict[str, tuple[float, float]]:
    """Return (x, y) for every actor in ``ties``, a frame of ``actor_network.sql``: same ties, same places.

    Actors that have their place ``among`` others already keep it; who belongs to a party, as ``sides`` say, stands
    on its side.
    """
    sides = sides or {}
    activity: Counter[str] = Counter()
    balance: Counter[str] = Counter()  # ties with Azerbaijan less those with the Armenian side
    for source, target, events, others in zip(
        ties["source"], ties["target"], ties["events"], ties["others"], strict=True
    ):
        weight = int(events) + int(others)
        for actor, other in ((source, target), (target, source)):
            activity[actor] += weight
            near = sides.get(actor) or sides.get(other, other)
            balance[actor] += weight * ((near == "AZE") - (near in _ARMENIAN_SIDE))
    placed = dict(among or {}) | {actor: place for actor, place in PARTIES.items() if actor in activity}
    between = [actor for actor in activity if actor not in placed]
    leaning = sorted(between, key=lambda actor: (balance[actor] / activity[actor] if activity[actor] else 0, actor))
    across = {actor: _INNER * (2 * (rank + 0.5) / len(leaning) - 1) for rank, actor in enumerate(leaning)}
    busiest = sorted(between, key=lambda actor: (-activity[actor], actor))
    for rank, actor in enumerate(busiest):
        wish = (0.15 + rank * _GOLDEN) % 1 * 1.9 - 0.95
        placed[actor] = _free_place(across[actor], wish, placed)
    return {actor: (round(x, 4), round(y, 4)) for actor, (x, y) in placed.items()}


def _free_place(x: float, wish: float, placed: dict[str, tuple[float, float]]) -> tuple[float, float]:
    """Return the place nearest to (``x``, ``wish``) where no name meets another; without any, the emptiest."""
    rows = [-0.97 + _HIGH * step / 2 for step in range(int(1.94 / _HIGH * 2) + 1)]
    columns = [
        x + shift for step in range(8) for shift in ({0.12 * step, -0.12 * step}) if abs(x + shift) <= _INNER + 0.1
    ]
    places = sorted(((c, r) for c in columns for r in rows), key=lambda p: (abs(p[0] - x) * 1.5 + abs(p[1] - wish), p))
    if not placed:
        return places[0]
    here, taken = np.array(places)[:, None, :], np.array(list(placed.values()))[None, :, :]
    near = np.clip(1 - np.abs(here - taken) / (_WIDE - 1e-9, _HIGH - 1e-9), 0, None)  # 1 on the spot, 0 outside
    crowding = near.prod(axis=2).sum(axis=1)
    return places[int(np.argmin(crowding > 1e-12) if (crowding <= 1e-12).any() else np.argmin(crowding))]
