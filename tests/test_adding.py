"""A person's own files, brought in by ones, folders and zips: what can be read is kept, the rest is told."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import docx
import pytest

from dashboard import adding, build, coding, store

TEXT = (
    "GENEVA - The foreign ministers of Armenia and Azerbaijan met in Geneva on 30 October 2020 with the co-chairs of "
    "the Minsk Group, the mediators said. They agreed to exchange the bodies of the dead and lists of prisoners."
)
OTHER = (
    "VIENNA - Envoys of Armenia and Azerbaijan met in Vienna on 5 March 2019 and spoke about the line of contact, the "
    "OSCE said in a statement. They agreed to meet again in spring. No date was named for the next round of talks."
)


@pytest.fixture
def home(workspace: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(workspace, tmp_path / "home"))


def page(text: str, title: str) -> str:
    paragraphs = "".join(f"<p>{part}</p>" for part in text.split(". "))
    return (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )


def written(folder: Path, **files: str | bytes) -> Path:
    for name, content in files.items():
        path = folder / name.replace("__", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def articles(home: Path) -> set[str]:
    return {path.name for path in (home / "articles").glob("*")}


def test_a_saved_web_page_and_a_word_file_become_articles_with_events(home: Path, tmp_path: Path) -> None:
    web = written(tmp_path, talks__html=page(TEXT, "Ministers meet in Geneva")) / "talks.html"
    letter = docx.Document()
    letter.add_heading("Envoys meet in Vienna")
    letter.add_paragraph(OTHER)
    letter.save(str(tmp_path / "envoys.docx"))
    done = adding.add(home, [web, tmp_path / "envoys.docx"])
    assert done.names == ("talks.md", "envoys.md")
    assert not done.refused
    assert articles(home) == {"talks.md", "envoys.md"}
    events = [row for row in store.ask_rows(done.edition, "events") if row["dataset"] == "coded"]
    ours = [row for row in events if row["event_id"].startswith(("talks", "envoys"))]
    assert {row["place_id"] for row in ours} >= {"geneva", "vienna"}
    assert store.edition(home) == done.edition


def test_of_a_folder_all_that_can_be_read_is_taken_and_the_rest_is_told(home: Path, tmp_path: Path) -> None:
    folder = written(
        tmp_path / "pile",
        one__txt=f"Ministers meet\n\n{TEXT}",
        two__md=f"---\ntitle: Envoys meet\ndate: 2019-03-05\nlanguage: en\n---\n\n{OTHER}\n",
        copy__txt=f"Ministers meet\n\n{TEXT}",
        broken__pdf=b"%PDF-1.4 no more",
        picture__jpg=b"\xff\xd8\xff\xe0",
    )
    done = adding.add(home, [folder])
    assert len(done.names) == 2
    assert {one.name for one in done.refused} >= {"broken.pdf"}
    assert any("same text" in line and "left out" in line for line in done.noticed)
    assert len(articles(home)) == 2
    with pytest.raises(coding.ArticleError, match="Nothing was added"):
        adding.add(home, [folder])
    assert len(articles(home)) == 2


def test_a_zip_is_taken_whole_and_names_that_are_taken_get_a_number(home: Path, tmp_path: Path) -> None:
    archive = tmp_path / "pile.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("a/news.txt", f"Ministers meet\n\n{TEXT}")
        packed.writestr("b/news.txt", f"Envoys meet\n\n{OTHER}")
    said: list[str] = []
    done = adding.add(home, [archive], said.append)
    assert done.names == ("news.md", "news-2.md")
    assert any("articles coded" in line for line in said)


def test_a_reprint_is_kept_and_told(home: Path, tmp_path: Path) -> None:
    long = " ".join(f"{TEXT} {OTHER} Sentence number {number} stands here for length." for number in range(3))
    folder = written(tmp_path / "pile", first__txt=f"A headline\n\n{long}", later__txt=f"Another one\n\nUPDATE. {long}")
    done = adding.add(home, [folder])
    assert len(done.names) == 2
    assert len(done.noticed) == 1


@pytest.mark.parametrize("ending", ["pdf", "docx", "html"])
def test_a_named_file_that_gives_no_article_is_refused_and_nothing_is_kept(
    home: Path, tmp_path: Path, ending: str
) -> None:
    before = store.edition(home)
    good = written(tmp_path, good__txt=f"Ministers meet\n\n{TEXT}") / "good.txt"
    bad = tmp_path / f"bad.{ending}"
    bad.write_bytes(b"\x00\x01 nothing to read")
    with pytest.raises(coding.ArticleError, match=f"bad.{ending}"):
        adding.add(home, [good, bad])
    assert articles(home) == set()
    assert store.edition(home) == before


def test_an_edition_that_is_refused_leaves_the_workspace_as_it_was(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> store.Edition:
        raise store.StoreError("No.")

    monkeypatch.setattr(build, "build_edition", refuse)
    good = written(tmp_path, good__txt=f"Ministers meet\n\n{TEXT}") / "good.txt"
    with pytest.raises(store.StoreError):
        adding.add(home, [good])
    assert articles(home) == set()


def test_an_article_is_taken_out_laid_aside_and_can_come_back(home: Path, tmp_path: Path) -> None:
    before = store.edition(home)
    given = written(tmp_path, geneva__txt=f"Ministers meet in Geneva\n\n{TEXT}\n") / "geneva.txt"
    adding.add(home, [given])
    assert adding.own(home) == ["geneva"]
    assert adding.take_out(home, "geneva") == before, "the same inputs give the same edition"
    assert articles(home) == set()
    assert (home / adding.ASIDE / "geneva.txt").read_bytes() == given.read_bytes()
    adding.add(home, [home / adding.ASIDE / "geneva.txt"])
    adding.take_out(home, "geneva")
    assert {path.name for path in (home / adding.ASIDE).iterdir()} == {"geneva.txt", "geneva-2.txt"}
    for name, why in (("geneva", "not here any more"), ("id-2020-10-09-moskow", "comes with the program")):
        with pytest.raises(coding.ArticleError, match=why):
            adding.take_out(home, name)


def test_an_article_that_cannot_be_done_without_is_put_back(home: Path, tmp_path: Path) -> None:
    made = adding.add(home, [written(tmp_path, geneva__txt=f"Ministers meet\n\n{TEXT}\n") / "geneva.txt"]).edition
    (home / "articles" / "spoilt.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(coding.ArticleError, match="spoilt"):
        adding.take_out(home, "geneva")
    assert articles(home) == {"geneva.txt", "spoilt.txt"}
    assert store.edition(home) == made
