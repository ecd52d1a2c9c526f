"""Pictures read by a machine that knows letters: what a caption says stands there for the eye, at each size."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher

import pytesseract
import pytest
from every_picture import WAR
from PIL import Image

from dashboard import drawing, store
from dashboard.answers import Answers
from dashboard.charts.looks import SIZES, Look
from dashboard.model import Filters
from dashboard.pictures import Picture, overview
from dashboard.pictures import map as maps

pytestmark = pytest.mark.skipif(
    not shutil.which("tesseract"), reason="tesseract reads the pictures, and it is not on this machine"
)
RUSSIA = WAR.with_(actors=("RUS", "TUR"))


@pytest.fixture(scope="module", autouse=True)
def chrome(drawer: str) -> Iterator[str]:
    yield drawer
    drawing._stop()


@pytest.fixture(scope="module")
def answers(edition: store.Edition) -> Answers:
    return Answers(edition)


def read(image: Image.Image, form: int = 6) -> str:
    """Return what stands in a part of an image, which is enlarged where its letters are small."""
    grey = image.convert("L")
    if image.width < 2000:
        grey = grey.resize((2 * grey.width, 2 * grey.height), Image.Resampling.LANCZOS)
    return str(pytesseract.image_to_string(grey, lang="eng", config=f"--psm {form}"))


def letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def stands_in(wanted: str, said: str) -> bool:
    """Return whether a text was read, but for one letter in twelve that a machine takes for another."""
    one, all_of_it = letters(wanted), letters(said)
    same = sum(block.size for block in SequenceMatcher(None, one, all_of_it, autojunk=False).get_matching_blocks())
    longest = SequenceMatcher(None, one, all_of_it, autojunk=False).find_longest_match().size
    return same >= len(one) * 11 / 12 and longest >= min(len(one) * 0.4, 12)


def test_the_reading_tells_texts_apart() -> None:
    assert stands_in("n = 12 events that occurred", "foo N=12 events that oecurred · Edition")
    assert not stands_in("n = 12 events that occurred", "Sources: 45 rows of the curated fact base")
    assert not stands_in("27 September – 10 November 2020", "All dates · all actors")


@pytest.mark.parametrize("size", ["page", "column", "slide"])
@pytest.mark.parametrize(("draw", "chosen"), [(overview.picture, RUSSIA), (maps.picture, WAR)], ids=["overview", "map"])
def test_title_filters_n_source_and_edition_can_be_read_in_the_picture(
    answers: Answers, draw: Callable[[Answers, Filters], Picture], chosen: Filters, size: str
) -> None:
    picture = draw(answers, chosen)
    caption = picture.figure.layout.meta["caption"]
    with Image.open(io.BytesIO(drawing.file_of(picture.figure, "png", SIZES[size][1]))) as image:
        head = read(image.crop((0, 0, image.width, round(image.height * 0.16))))
        foot = read(image.crop((0, round(image.height * 0.72), image.width, image.height)))
    source = caption["sources"].split(", resting")[0]
    for part, said in (("title", head), ("filters", head), ("count", foot)):
        assert stands_in(caption[part], said), said
    assert stands_in(source, foot), foot
    assert stands_in(answers.edition.edition_id, foot), foot


def test_own_words_can_be_read_in_a_grey_picture_without_ground(answers: Answers) -> None:
    look = Look(title="Seven weeks of war", subtitle="A figure for chapter three", transparent=True, grey=True)
    with Image.open(io.BytesIO(drawing.file_of(overview.picture(answers, WAR).figure, "png", look))) as image:
        on_paper = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA"))
    said = read(on_paper.crop((0, 0, image.width, image.height // 5)))
    assert stands_in(look.title, said)
    assert stands_in(look.subtitle, said)
