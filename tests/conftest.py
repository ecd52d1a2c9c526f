"""What several test files share: one built workspace, made once, in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import build, store
from dashboard.coding import linear, parsing


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace that holds nothing but the edition of the bundled data; leave it as it is."""
    folder = tmp_path_factory.mktemp("workspace")
    build.build_edition(folder)
    return folder


@pytest.fixture(scope="session")
def edition(workspace: Path) -> store.Edition:
    """Return the edition of the bundled data."""
    found = store.edition(workspace)
    assert found
    return found


@pytest.fixture
def tables_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take the coder's models away: a language without models is coded so."""
    monkeypatch.setattr(linear, "FOLDER", tmp_path)
    monkeypatch.setattr(parsing, "pipeline", lambda _: None)
    linear.model.cache_clear()
    yield
    linear.model.cache_clear()
