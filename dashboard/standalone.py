"""One HTML file that holds all it needs: text, live charts, their library and fonts. It opens without a network."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from dashboard import fonts
from dashboard.bundle import STATIC
from dashboard.pictures import Picture

#: Nothing is fetched and nothing sent, whatever the words of an article hold.
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; font-src data:; img-src data: blob:"
)


def figure(number: int, picture: Picture) -> str:
    """Return the place of the ``number``-th picture of a page, as HTML."""
    alt = escape(picture.figure.layout.meta["alt"], quote=True)
    return (
        f'<figure><div data-figure="{number}" role="img" aria-label="{alt}"></div>'
        f'<button data-png="{number}" data-name="{escape(picture.name)}">PNG of this chart</button></figure>'
    )


def page(title: str, body: str, pictures: Sequence[Picture], *, language: str = "en", paper: bool = False) -> str:
    """Return the page. ``body`` is HTML, with all that comes from files escaped; for ``paper`` charts stand still."""
    figures = json.dumps([json.loads(one.figure.to_json(validate=False)) for one in pictures], ensure_ascii=False)
    scripts = map(_read, ("vendor/plotly-cartesian.min.js", "picture.js", "standalone.js"))
    return (
        f'<!DOCTYPE html><html lang="{language}" data-paper="{str(paper).lower()}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{fonts.faces()}{_read('standalone.css')}</style></head><body>{body}"
        f'<script type="application/json" id="figures">{_inside(figures)}</script>'
        f"<script>window.karabakhFonts = document.querySelector('style').textContent</script>"
        + "".join(f"<script>{script}</script>" for script in scripts)
        + "</body></html>"
    )


def _read(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def _inside(text: str) -> str:
    """Return JSON so that no text in it can end the element it stands in."""
    return text.replace("<", "\\u003c")
