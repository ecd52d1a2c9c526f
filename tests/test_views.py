"""Views: what a reader sees is an address, and an address has a short code that a workspace keeps."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import frame, views

ADDRESS = "map?start=2020-09-27&actors=ARM%2CAZE&edition=2026-01-01-abcdef"
VALUES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)


@given(st.sampled_from(["", "map", "network"]), st.dictionaries(VALUES, VALUES, max_size=6))
def test_an_address_and_what_is_kept_of_it_say_the_same(
    tmp_path_factory: pytest.TempPathFactory, page: str, query: dict[str, str]
) -> None:
    folder = tmp_path_factory.getbasetemp() / "kept"
    link = views.link(page, query, "2026-01-01-abcdef")
    code = views.keep(folder, link)
    assert code == views.code(link)
    assert views.kept(folder, code) == (page, query | {"edition": "2026-01-01-abcdef"})


def test_a_view_without_any_query_is_kept_too(tmp_path: Path) -> None:
    assert views.link("map", {}) == "map"
    assert views.kept(tmp_path, views.keep(tmp_path, "map")) == ("map", {})
    assert views.kept(tmp_path, views.keep(tmp_path, "")) == ("", {})


def test_a_code_is_short_and_another_for_another_address(tmp_path: Path) -> None:
    codes = {views.keep(tmp_path, f"{ADDRESS}&n={n}") for n in range(300)}
    assert len(codes) == 300
    assert all(len(code) == 10 and set(code) <= set("0123456789abcdef") for code in codes)
    assert len(list((tmp_path / "views").iterdir())) == 300


def test_what_is_kept_is_not_written_again(tmp_path: Path) -> None:
    path = tmp_path / "views" / f"{views.keep(tmp_path, ADDRESS)}.txt"
    before = path.stat().st_mtime_ns
    views.keep(tmp_path, ADDRESS)
    assert path.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    "given",
    [
        "", "abc", "0123456789", "../../etc/passwd", "..%2f..", "0123456789/", "0123456789\n", "0123456789ABCDEF",
        "ABCDEF0123", "\0", "x" * 100_000, "012345678é", "CON", "０１２３４５６７８９",
    ],
)  # fmt: skip
def test_a_code_that_nobody_gave_leads_nowhere(tmp_path: Path, given: str) -> None:
    views.keep(tmp_path, ADDRESS)
    (tmp_path / "0123456789.txt").write_text("map", encoding="ascii")
    assert views.kept(tmp_path, given) is None


@given(st.text(st.characters()))
def test_no_code_breaks_anything(tmp_path_factory: pytest.TempPathFactory, given: str) -> None:
    assert views.kept(tmp_path_factory.getbasetemp(), given) is None


def test_a_spoilt_file_leads_nowhere(tmp_path: Path) -> None:
    code = views.keep(tmp_path, ADDRESS)
    (tmp_path / "views" / f"{code}.txt").write_bytes(b"\xff\xfe\x00")
    assert views.kept(tmp_path, code) is None


def test_a_disk_without_room_is_told_by_keep_and_stops_no_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "views").write_text("a file where the folder should be", encoding="ascii")
    with pytest.raises(OSError, match="views"):
        views.keep(tmp_path, ADDRESS)
    monkeypatch.setenv("KARABAKH_WORKSPACE", str(tmp_path))
    frame._keep(ADDRESS)


def test_a_disk_that_fills_while_a_view_is_written_leaves_no_half_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(OSError, match="No space"):
            views.keep(tmp_path, ADDRESS)
    assert list((tmp_path / "views").iterdir()) == []
    assert views.kept(tmp_path, views.keep(tmp_path, ADDRESS)) == (
        "map",
        {"start": "2020-09-27", "actors": "ARM,AZE", "edition": "2026-01-01-abcdef"},
    )
