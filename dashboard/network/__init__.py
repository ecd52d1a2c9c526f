"""The actor graph: places that no filter moves, measures in words, and files for other programs."""

from dashboard.network.places import PARTIES, positions

__all__ = ["PARTIES", "positions"]
