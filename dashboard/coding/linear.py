"""Linear models: weights of words and other signs, trained by ``data/models/coder.py`` and read as plain arrays."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from dashboard.bundle import DATA

#: Where the models lie; training puts others in their place to test itself.
FOLDER = DATA / "models"


@dataclass(frozen=True, slots=True)
class Linear:
    """A logistic regression: ``weights`` is (signs, labels); one label alone is a yes or no."""

    labels: tuple[str, ...]
    signs: dict[str, int]
    weights: np.ndarray
    bias: np.ndarray

    def probabilities(self, found: Iterable[str]) -> np.ndarray:
        """Return the probability of each of several labels, given the signs that are there."""
        rows = [self.signs[sign] for sign in found if sign in self.signs]
        scores = self.bias + self.weights[rows].sum(axis=0)
        powers = np.exp(scores - scores.max())
        return np.asarray(powers / powers.sum())

    def score(self, found: Iterable[str]) -> float:
        """Return the probability of a yes."""
        rows = [self.signs[sign] for sign in found if sign in self.signs]
        return 1 / (1 + math.exp(-float(self.bias[0] + self.weights[rows, 0].sum())))

    def save(self, path: Path) -> None:
        """Write the model as arrays alone."""
        names = np.frombuffer("\n".join(self.signs).encode(), dtype=np.uint8)
        labels = np.frombuffer("\n".join(self.labels).encode(), dtype=np.uint8)
        np.savez_compressed(
            path, names=names, labels=labels, weights=self.weights.astype(np.float16), bias=self.bias.astype(np.float32)
        )


def strongest(
    names: Sequence[str], weights: np.ndarray, bias: np.ndarray, labels: Sequence[str], least: float
) -> Linear:
    """Return a model without the signs that hardly weigh."""
    kept = [int(row) for row in np.flatnonzero(np.abs(weights).max(axis=1) >= least)]
    return Linear(tuple(labels), {names[i]: n for n, i in enumerate(kept)}, weights[kept].astype(np.float32), bias)


@lru_cache(maxsize=16)
def model(name: str) -> Linear | None:
    """Return the model ``data/models/{name}.npz``; None if none was trained."""
    path = FOLDER / f"{name}.npz"
    if not path.is_file():
        return None
    with np.load(path, allow_pickle=False) as arrays:
        names = arrays["names"].tobytes().decode().split("\n")
        labels = tuple(arrays["labels"].tobytes().decode().split("\n"))
        weights, bias = arrays["weights"].astype(np.float32), arrays["bias"].astype(np.float32)
    return Linear(labels, {name: i for i, name in enumerate(names)}, weights, bias)
