"""The ground of the talks' venues: one map from Key West to Tianjin on which Europe still has room.

The projection is azimuthal around a point between the Carpathians and the Black Sea: directions from
there are true, and distances shrink the farther out they lie (Hägerstrand's idea of 1957, here by the
inverse hyperbolic sine). Units are kilometres as long as they are near the centre. Nothing but land and
water is drawn: no border of any state.
"""

from __future__ import annotations

import csv
import json
import math
from functools import cache
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod, Transformer

from dashboard import geography, language
from dashboard.charts import ground, theme
from dashboard.geography import View
from dashboard.model import message

#: Longitude and latitude of the centre, and the km from it over which the scale has fallen to 71 % outwards.
CENTRE: Final = (24.0, 45.0)
NEAR_KM: Final = 1200.0
#: How far from the centre land is drawn: the rim of the map.
RIM_KM: Final = 12_000.0
#: What is always visible, in units of the map.
FRAME: Final = View(west=-3080, south=-1230, east=2700, north=1980)
NOTE: Final = message(
    "Projection: azimuthal around 24° E, 45° N, directions from there true, distances drawn the shorter the farther "
    "out they lie; meridians and parallels every 10°. No borders of states are drawn."
)
_GEOD: Final = Geod(ellps="WGS84")
_POLE_GAP: Final = 80  # degrees north at which the meridians end


@cache
def _transformer() -> Transformer:
    lon, lat = CENTRE
    return Transformer.from_crs("EPSG:4326", f"+proj=aeqd +lon_0={lon} +lat_0={lat} +datum=WGS84", always_xy=True)


def project(lon: ArrayLike, lat: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return x and y on the map for longitudes and latitudes in degrees; NaN stays NaN."""
    lon, lat = np.asarray(lon, float), np.asarray(lat, float)
    known = np.isfinite(lon) & np.isfinite(lat)
    x, y = _transformer().transform(np.where(known, lon, CENTRE[0]), np.where(known, lat, CENTRE[1]))
    distance = np.hypot(x, y) / 1000 / NEAR_KM
    shrink = np.where(distance > 0, np.arcsinh(distance) / np.maximum(distance, 1e-12), 1.0) / 1000
    return np.where(known, x * shrink, np.nan), np.where(known, y * shrink, np.nan)


def unproject(x: ArrayLike, y: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return longitudes and latitudes for points of the map."""
    x, y = np.asarray(x, float), np.asarray(y, float)
    distance = np.hypot(x, y) / NEAR_KM
    grow = np.where(distance > 0, np.sinh(distance) / np.maximum(distance, 1e-12), 1.0) * 1000
    lon, lat = _transformer().transform(x * grow, y * grow, direction="INVERSE")
    return np.asarray(lon), np.asarray(lat)


def great_circle(start: tuple[float, float], end: tuple[float, float]) -> tuple[list[float], list[float]]:
    """Return the x and y of the shortest way from one (lon, lat) to the other."""
    _, _, metres = _GEOD.inv(*start, *end)
    between = _GEOD.npts(*start, *end, max(6, round(metres / 150_000)))
    points = np.array([start, *between, end])
    x, y = project(points[:, 0], points[:, 1])
    return np.round(x, 1).tolist(), np.round(y, 1).tolist()


def circle(lon: float, lat: float, km: float, turn: NDArray[np.float64]) -> tuple[list[float], list[float]]:
    """Return the x and y of points ``km`` from (lon, lat), at the bearings ``turn`` in degrees."""
    lons, lats, _ = _GEOD.fwd(
        np.full(len(turn), lon), np.full(len(turn), lat), turn, np.full(len(turn), km * 1000)
    )  # fmt: skip
    x, y = project(lons, lats)
    return np.round(x, 1).tolist(), np.round(y, 1).tolist()


@cache
def land() -> tuple[list[float | None], list[float | None]]:
    """Return the outlines of ``world.geojson`` on the map, with None between them."""
    content = json.loads((geography.GEO / "world.geojson").read_text(encoding="utf-8"))
    degrees = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in content["features"]])
    return geography.path(shapely.transform(degrees, project, interleaved=False))


def seas() -> list[tuple[str, float, float]]:
    """Return the names of seas with x and y, in the order of the table."""
    return [(language.name(name), x, y) for name, x, y in _seas()]


@cache
def _seas() -> list[tuple[str, float, float]]:
    with (geography.GEO / "seas.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    x, y = project([float(row["lon"]) for row in rows], [float(row["lat"]) for row in rows])
    return [(row["name"], float(px), float(py)) for row, px, py in zip(rows, x, y, strict=True)]


def base() -> list[dict[str, Any]]:
    """Return the disc of the sea, the graticule and the land."""
    rim = NEAR_KM * math.asinh(RIM_KM / NEAR_KM)
    turn = np.linspace(0, 2 * math.pi, 181)
    x, y = (np.round(rim * part(turn), 1).tolist() for part in (np.sin, np.cos))
    edge = {"color": theme.RULE, "width": 1}
    lon, lat = land()
    lines_x, lines_y = _graticule(rim)
    return [
        ground.quiet(name="sea", x=x, y=y, mode="lines", fill="toself", fillcolor=theme.WATER, line=edge),
        ground.quiet(
            name="land",
            x=lon,
            y=lat,
            mode="lines",
            fill="toself",
            fillcolor=theme.LAND,
            line={"color": theme.BORDER, "width": 0.5},
        ),
        ground.quiet(
            name="graticule", x=lines_x, y=lines_y, mode="lines", line={"color": theme.DISTRICT_LINE, "width": 0.4}
        ),
    ]


def _graticule(rim: float) -> tuple[list[float | None], list[float | None]]:
    """Return meridians and parallels every 10 degrees, as far as the rim."""
    along, around = np.arange(-50.0, _POLE_GAP + 0.1, 2.5), np.arange(-180.0, 180.1, 2.5)
    lines = [(np.full_like(along, lon), along) for lon in range(-180, 180, 10)]
    lines += [(around, np.full_like(around, lat)) for lat in range(-50, _POLE_GAP + 1, 10)]
    x: list[float | None] = []
    y: list[float | None] = []
    for lons, lats in lines:
        px, py = project(lons, lats)
        seen = np.hypot(px, py) <= rim
        x += [round(float(value), 1) if one else None for value, one in zip(px, seen, strict=True)] + [None]
        y += [round(float(value), 1) if one else None for value, one in zip(py, seen, strict=True)] + [None]
    return x, y
