"""What ``karabakh fetch`` does: ask, download, import."""

from __future__ import annotations

import argparse
from pathlib import Path

from dashboard.importers import ImportRefusedError


def run(workspace: Path, asked: argparse.Namespace) -> int:
    """Download what was asked for and import it; return the exit code."""
    raise ImportRefusedError(f"{asked.dataset} cannot be fetched yet; download it into {workspace} and import it.")
