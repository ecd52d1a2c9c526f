"""Boundaries, control by date and the projection: everything that the map knows of the ground.

Coordinates in the files are WGS 84 degrees; everything this module returns is UTM 38N (EPSG:32638) in
kilometres. The outlines of control are this project's own, generalised and approximate; ``control.csv``
says what each rests on.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

import geopandas
import numpy as np
import pandas as pd
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from dashboard.bundle import DATA

GEO: Final = DATA / "geo"
UTM_38N: Final = "EPSG:32638"
#: Which names of a town with two names -> the column of labels.csv.
NAMES: Final = {"both": "name", "armenian": "armenian", "azerbaijani": "azerbaijani"}
#: West, south, east and north of the clip of countries.geojson, in degrees (as in data/geo/build.py).
CLIP: Final = (38.0, 35.0, 55.0, 46.0)
#: The countries of the conflict; all others are drawn as neighbours.
OWN: Final = ("ARM", "AZE")


@dataclass(frozen=True, slots=True)
class View:
    """A frame that is always wholly visible: ``west``, ``south``, ``east``, ``north`` in km of UTM 38N."""

    west: float
    south: float
    east: float
    north: float

    @property
    def width(self) -> float:
        """Kilometres from west to east."""
        return self.east - self.west

    @property
    def height(self) -> float:
        """Kilometres from south to north."""
        return self.north - self.south

    def widened(self, size: tuple[float, float]) -> View:
        """Return what a screen of ``size`` px shows of the ground when it fits this frame."""
        scale = min(size[0] / self.width, size[1] / self.height)
        across, up = (size[0] / scale - self.width) / 2, (size[1] / scale - self.height) / 2
        return View(self.west - across, self.south - up, self.east + across, self.north + up)

    def contains(self, x: ArrayLike, y: ArrayLike) -> NDArray[np.bool_]:
        """Return which points, in km, lie inside the frame."""
        x, y = np.asarray(x, float), np.asarray(y, float)
        return (x >= self.west) & (x <= self.east) & (y >= self.south) & (y <= self.north)


VIEWS: Final[dict[str, View]] = {
    "karabakh": View(west=518, south=4288, east=728, north=4516),
    "caucasus": View(west=330, south=4265, east=960, north=4640),
}


@cache
def _transformer() -> Transformer:
    return Transformer.from_crs("EPSG:4326", UTM_38N, always_xy=True)


def project(lon: ArrayLike, lat: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return UTM 38N x and y in km for longitudes and latitudes in degrees; NaN stays NaN."""
    lon, lat = np.asarray(lon, float), np.asarray(lat, float)
    known = np.isfinite(lon) & np.isfinite(lat)
    x, y = _transformer().transform(np.where(known, lon, 45.0), np.where(known, lat, 40.0))
    return np.where(known, x / 1000, np.nan), np.where(known, y / 1000, np.nan)


def degrees(view: View) -> tuple[float, float, float, float]:
    """Return west, south, east and north of a frame in degrees: the largest that its four corners reach."""
    x = [view.west, view.east, view.west, view.east]
    y = [view.south, view.south, view.north, view.north]
    lon, lat = _transformer().transform(np.asarray(x) * 1000, np.asarray(y) * 1000, direction="INVERSE")
    return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())


def on_ground(x: float, y: float) -> bool:
    """Return whether a point, in km, lies on the ground that is drawn."""
    return bool(shapely.contains_xy(land()["whole"], x, y))


@cache
def boundaries(name: str) -> geopandas.GeoDataFrame:
    """Return ``countries``, ``districts``, ``lakes`` or ``areas`` in km of UTM 38N, with their attributes.

    Districts come largest first, so that a city drawn after its district lies on top of it.
    """
    content = json.loads((GEO / f"{name}.geojson").read_text(encoding="utf-8"))
    rows = [feature["properties"] for feature in content["features"]]
    degrees = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in content["features"]])
    return geopandas.GeoDataFrame(rows, geometry=_in_km(degrees))


def _in_km(degrees: Any) -> Any:
    def step(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> tuple[Any, Any]:
        return project(lon, lat)

    return shapely.transform(degrees, step, interleaved=False)


@cache
def control() -> pd.DataFrame:
    """Return ``control.csv``, its days as dates: both are included, an open end is ``date.max``."""
    with (GEO / "control.csv").open(encoding="utf-8", newline="") as file:
        rows = pd.DataFrame(list(csv.DictReader(file)))
    for column in ("valid_from", "valid_to"):
        rows[column] = [date.fromisoformat(text) if text else date.max for text in rows[column]]
    return rows


@cache
def labels() -> pd.DataFrame:
    """Return ``labels.csv`` with x and y in km, most important first."""
    with (GEO / "labels.csv").open(encoding="utf-8", newline="") as file:
        rows = pd.DataFrame(list(csv.DictReader(file)))
    rows["rank"] = rows["rank"].astype(int)
    rows["x"], rows["y"] = project(rows["lon"].astype(float), rows["lat"].astype(float))
    return rows.sort_values(["rank", "label_id"], ignore_index=True)


@cache
def names_of_labels(names: str) -> dict[str, str]:
    """Return the name of each label, of the kind of ``NAMES``."""
    own = labels().drop_duplicates("label_id")
    return dict(zip(own["label_id"], own[NAMES[names]], strict=True))


@cache
def changes() -> list[date]:
    """Return the days on which another set of areas becomes valid, in order."""
    rows = control()
    ends = {day + timedelta(days=1) for day in rows["valid_to"] if day != date.max}
    return sorted({*rows["valid_from"], *ends})


@cache
def areas_on(day: date) -> geopandas.GeoDataFrame:
    """Return the dated areas valid on ``day``: the columns of ``control()`` and the outline in km.

    By ``kind``: a ``line`` is administrative and has no holder, ``control`` is an area held, a ``claim`` is what
    one party says and the other disputes, a ``note`` is said in the key only and has no outline.
    """
    rows = control()
    valid = rows[(rows["valid_from"] <= day) & (rows["valid_to"] >= day)]
    shapes = boundaries("areas").set_index("id").geometry
    return geopandas.GeoDataFrame(
        valid.reset_index(drop=True), geometry=[shapes.get(area_id) for area_id in valid["area_id"]]
    )


def oblast() -> BaseGeometry:
    """Return the outline of the oblast of 1923-1991 in km."""
    shapes = boundaries("areas").set_index("id").geometry
    shape: BaseGeometry = shapes["oblast-1923"]
    return shape


@cache
def land() -> dict[str, BaseGeometry]:
    """Return the ground in km: ``own`` (Armenia and Azerbaijan), ``neighbours``, ``borders``, ``districts``, ``whole``.

    ``borders`` are the countries' outlines, ``districts`` the lines inside Armenia and Azerbaijan that
    do not run along a border; outlines of cities are left out.
    """
    countries = boundaries("countries").set_index("id").geometry
    own = countries[countries.index.isin(OWN)]
    others = countries[~countries.index.isin(OWN)]
    borders = shapely.line_merge(shapely.union_all([shape.boundary for shape in countries]) - _edge())
    inner = boundaries("districts")
    inner = inner[inner["kind"] != "city"]
    near = shapely.union_all([shape.boundary for shape in own]).buffer(2.5)
    lines = shapely.line_merge(shapely.union_all([shape.boundary for shape in inner.geometry]) - near)
    whole = _in_km(_rim())
    shapely.prepare(whole)  # it is asked for every place of every map
    return {
        "own": shapely.union_all(own.to_numpy()),
        "neighbours": shapely.multipolygons([p for shape in others for p in getattr(shape, "geoms", [shape])]),
        "borders": borders,
        "districts": lines,
        "whole": whole,
    }


def _edge() -> BaseGeometry:
    """Return a strip along the rim of the clip, whose straight cut is no border."""
    strip: BaseGeometry = _in_km(_rim().boundary).buffer(4)
    return strip


def _rim() -> BaseGeometry:
    rim: BaseGeometry = shapely.segmentize(shapely.box(*CLIP), 0.25)
    return rim


def path(shapes: BaseGeometry | Iterable[BaseGeometry]) -> tuple[list[float | None], list[float | None]]:
    """Return x and y in km, rounded to 100 m, of all rings and lines, with None between them."""
    x: list[float | None] = []
    y: list[float | None] = []
    for part in _lines(shapes):
        points = np.round(shapely.get_coordinates(part), 1)
        kept = points[np.r_[True, (np.diff(points, axis=0) != 0).any(axis=1)]]
        x += [*kept[:, 0].tolist(), None]
        y += [*kept[:, 1].tolist(), None]
    return x[:-1], y[:-1]


def _lines(shapes: BaseGeometry | Iterable[BaseGeometry]) -> Iterable[BaseGeometry]:
    for shape in [shapes] if isinstance(shapes, BaseGeometry) else shapes:
        for part in getattr(shape, "geoms", [shape]):
            if part.geom_type == "Polygon":
                yield part.exterior
                yield from part.interiors
            else:
                yield part
