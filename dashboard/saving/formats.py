"""One answer as one file: CSV, JSON, Parquet or GeoJSON, each without the rows that may not be passed on."""

from __future__ import annotations

from collections.abc import Sequence
from csv import writer
from io import BytesIO, StringIO
from json import dumps
from typing import Any, Final

import pandas as pd
from pyarrow import parquet as arrow_parquet

from dashboard.saving import cells, terms
from dashboard.saving.answer import About, Answer, SavingError

NAMING: Final = (
    "Places bear both names where the sides call them differently. Areas of control and places that are not exact are "
    "approximate. A claim is the claim of whoever makes it. Names and borders imply no endorsement."
)


def head(answer: Answer, about: About) -> dict[str, Any]:
    """Return what a file says of itself, as plain values."""
    kept, counts = terms.permitted(answer.rows, about.datasets)
    return {
        "title": about.title,
        "rows_are": answer.label,
        "filters": about.filters,
        "n": about.count,
        "rows": len(kept),
        "left_out": terms.left_out(counts, about.datasets, len(kept)),
        "question": answer.question,
        "parameters": answer.parameters,
        "edition": about.edition_id,
        "made": about.made.isoformat(),
        "software": f"karabakh-timeline {about.version}",
        "link": about.link,
        "note": about.note,
        "naming": NAMING,
        "datasets": [
            {
                "dataset": one["dataset"],
                "title": terms.stated(one, "title"),
                "version": about.edition_id if terms.is_own(one) else terms.stated(one, "version"),
                "licence": terms.licence(one),
                "citation": terms.stated(one, "citation"),
                "rows_left_out": counts.get(one["dataset"], 0),
            }
            for one in terms.behind(answer.panels or [answer], about)
        ],
    }


def csv(answer: Answer, about: About) -> bytes:
    """Return the rows as CSV in UTF-8 with a byte order mark, without which Excel takes it for another encoding.

    Lists are JSON inside a cell, days and times ISO 8601, nothing is an empty cell; text that a spreadsheet would
    take for a formula has an apostrophe before it.
    """
    rows, _ = terms.permitted(answer.rows, about.datasets)
    made = StringIO(newline="")
    table = writer(made, lineterminator="\r\n")  # RFC 4180; with less, a lone \r in a text would go unquoted
    table.writerow(rows.columns)
    table.writerows([cells.text(value) for value in row.values()] for row in cells.records(rows))
    return made.getvalue().encode("utf-8-sig")


def json(answer: Answer, about: About, others: Sequence[Answer] = ()) -> bytes:
    """Return the rows as a list of objects under ``rows``, after what the file says of itself under ``about``.

    Those of ``others``, answers to other questions, stand in the same way under ``others``.
    """
    first, *more = [
        {"about": head(one, about), "rows": cells.records(terms.permitted(one.rows, about.datasets)[0])}
        for one in (answer, *others)
    ]
    return _text(first | ({"others": more} if more else {}))


def parquet(answer: Answer, about: About) -> bytes:
    """Return the rows as Parquet with their types; the metadata hold under ``about`` what the file says of itself."""
    rows, _ = terms.permitted(answer.rows, about.datasets)
    table = cells.arrow(rows).replace_schema_metadata({"about": dumps(head(answer, about), ensure_ascii=False)})
    made = BytesIO()
    arrow_parquet.write_table(table, made)
    return made.getvalue()


def has_places(answer: Answer) -> bool:
    """Return whether the rows have coordinates."""
    return {"lon", "lat"} <= set(answer.rows.columns)


def geojson(answer: Answer, about: About) -> bytes:
    """Return the rows with a point as GeoJSON (RFC 7946, WGS 84); the member ``about`` counts those without one.

    Raise SavingError if the answer has no coordinates.
    """
    import geopandas as gpd  # noqa: PLC0415  # only files with places need it, and every page asks for the forms

    if not has_places(answer):
        raise SavingError(f"“{answer.label}” has no coordinates, so save it as CSV, JSON or Parquet.")
    rows, _ = terms.permitted(answer.rows, about.datasets)
    placed = rows[rows["lon"].notna() & rows["lat"].notna()]
    told = placed.drop(columns=["lon", "lat"])
    features = gpd.GeoDataFrame(
        pd.DataFrame(cells.records(told), columns=told.columns, dtype=object),
        geometry=gpd.points_from_xy(placed["lon"].astype(float), placed["lat"].astype(float)),
        crs="EPSG:4326",
    )
    said = head(answer, about) | {"rows_without_a_point": len(rows) - len(placed)}
    return _text({**features.to_geo_dict(na="null", drop_id=True), "about": said})


def _text(value: dict[str, Any]) -> bytes:
    return (dumps(value, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()
