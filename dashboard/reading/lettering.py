"""Letters and lines: text without what cannot be seen, and lines joined to the paragraphs that they were cut from."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

_BREAK: Final = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
#: Soft hyphens, marks of direction and of width, and code points that are no characters.
_UNSEEN: Final = re.compile(
    "[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff"
    "\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff]"
)
_LIGATURE: Final = re.compile("[\ufb00-\ufb06\ufb13-\ufb17]")
_BLANK: Final = re.compile(r"[^\S\n]+")
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG: Final = re.compile(r"</?[A-Za-z][A-Za-z0-9:-]*(?:\s[^<>]*)?/?>|<[!?][^<>]*>")
#: What is left of a tag that was never closed.
_OPENING: Final = re.compile(r"<(?=[A-Za-z/!?])")
_ENDS: Final = (".", "!", "?", "…", "։", "”", "»", '"', ":", ")")
#: Wrapped lines are about so long.
WRAPPED: Final = range(40, 121)


def clean(text: str) -> str:
    """Return a text in NFC with plain line ends and blanks, and without characters that are not seen."""
    text = _UNSEEN.sub("", _BREAK.sub("\n", text))
    text = _LIGATURE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    lines = (line.strip() for line in _BLANK.sub(" ", text).split("\n"))
    return unicodedata.normalize("NFC", "\n".join(lines))


def line(text: str) -> str:
    """Return a text for a field: plain, on one line."""
    return " ".join(plain(text).split())


def plain(text: str) -> str:
    """Return a clean text in which no tag of HTML is left, closed or not, nor any that its entities spell."""
    text = clean(text)
    for _ in range(5):  # an entity may spell an entity
        if "<" not in text and "&" not in text:
            break
        found = html.unescape(text)
        last = found.rfind("-->") + 1  # behind it each comment that is not closed would be sought to the end
        found = clean(_TAG.sub("", _COMMENT.sub("", found[: last + 2]) + found[last + 2 :] if last else found))
        if found == text:
            break
        text = found
    return _OPENING.sub("‹", text)


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a clean text: what stands between blank lines, or each line if lines are not wrapped."""
    blocks = [block.split("\n") for block in re.split(r"\n{2,}", text.strip("\n"))]
    wide = _width(blocks)
    known = words(text) if wide else frozenset()
    found: list[str] = []
    for block in blocks:
        begins = True
        for this in block:
            if wide and not begins:
                found[-1] = join(found[-1], this, known)
            elif this:
                found.append(this)
            begins = not wide or (len(this) < 0.65 * wide and this.endswith(_ENDS))
    return found


def _width(blocks: list[list[str]]) -> int:
    """Return the length of the longest line if the lines are wrapped: most are nearly as long; else 0."""
    lengths = [len(this) for block in blocks for this in block[:-1]]
    longest = max(map(len, (this for block in blocks for this in block)), default=0)
    near = sum(length >= 0.65 * longest for length in lengths)
    return longest if len(lengths) >= 4 and longest in WRAPPED and near >= 0.7 * len(lengths) else 0


def words(text: str) -> frozenset[str]:
    """Return the words of a text in lower case, hyphens included: they tell which hyphens are of a line's end."""
    return frozenset(re.findall(r"\w+(?:-\w+)*", text.lower()))


def join(first: str, second: str, known: frozenset[str]) -> str:
    """Return two lines as one; a word that was cut at the line's end is whole again."""
    cut = re.search(r"([^\W\d_]+)[-\u2010\ufffe]$", first[-100:])
    rest = re.match(r"[^\W\d_]+", second)
    if not cut or not rest:
        return f"{first} {second}" if first and second else first or second
    head, tail = cut[1].lower(), rest[0].lower()
    twice = head == tail or (len(head) > 2 and tail.startswith(head))  # orang-orang, buah-buahan
    own = (not rest[0][0].islower() or twice or f"{head}-{tail}" in known) and head + tail not in known
    return first[:-1] + ("-" if own else "") + second
