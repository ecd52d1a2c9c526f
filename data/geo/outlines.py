"""The hand-drawn lines of this project: generalised, about 2 to 3 km either way, longitude and latitude in degrees.

They were drawn from what reports and reference works say of towns, ridges, rivers and district borders.
None is a survey, none is a claim. What each rests on is said in ``control.csv``.
"""

from __future__ import annotations

from typing import Final

Line = list[tuple[float, float]]

#: The oblast of 1923-1991, clockwise from the head of the Tartar (Tartar / Trtu) valley on the Mrav ridge.
OBLAST: Final[Line] = [
    # Mrav (Murovdag) ridge, eastward to the foothills above Talish, and the bulge before Tartar
    (46.32, 40.25), (46.37, 40.28), (46.45, 40.28), (46.53, 40.31), (46.58, 40.35), (46.65, 40.38), (46.73, 40.42),
    (46.80, 40.42), (46.83, 40.385), (46.895, 40.39), (46.905, 40.35), (46.925, 40.325), (46.91, 40.305),
    # down the Tartar river's plain to the corner towards Barda, then back along the Khachen valley
    (46.96, 40.28), (47.01, 40.25), (46.94, 40.25), (46.92, 40.205), (46.84, 40.19), (46.80, 40.155), (46.75, 40.10),
    (46.76, 40.075), (46.68, 40.04), (46.73, 40.025), (46.81, 40.02), (46.845, 39.98), (46.84, 39.925),
    # Askeran gorge, and the eastern edge of the Askeran hills
    (46.87, 39.93), (46.90, 39.955), (46.93, 39.93), (46.92, 39.88), (46.87, 39.835), (46.90, 39.825), (46.935, 39.85),
    # the Martuni plain, eastward
    (46.95, 39.885), (47.00, 39.895), (47.09, 39.89), (47.17, 39.85), (47.20, 39.87), (47.235, 39.87), (47.25, 39.845),
    (47.32, 39.81), (47.29, 39.77), (47.23, 39.755), (47.18, 39.73), (47.13, 39.735), (47.10, 39.69),
    # the Hadrut hills: villages of the oblast in, villages of Fuzuli and Jabrayil out
    (47.03, 39.65), (47.11, 39.635), (47.105, 39.605), (47.035, 39.585), (47.115, 39.585), (47.11, 39.525),
    (47.065, 39.51), (47.08, 39.475), (47.01, 39.485), (47.04, 39.445), (46.99, 39.415), (46.955, 39.405),
    (46.92, 39.445), (46.85, 39.475), (46.82, 39.42), (46.765, 39.405), (46.76, 39.51), (46.68, 39.525),
    (46.69, 39.565), (46.66, 39.58), (46.74, 39.60), (46.745, 39.65), (46.67, 39.665), (46.63, 39.60),
    # the heights above the Hakari valley, which keep Lachin outside, and the upper Tartar
    (46.57, 39.635), (46.55, 39.70), (46.575, 39.72), (46.565, 39.81), (46.52, 39.88), (46.46, 39.925), (46.455, 39.97),
    (46.40, 40.035), (46.34, 40.045), (46.375, 40.10), (46.31, 40.13), (46.295, 40.17), (46.32, 40.20),
]  # fmt: skip

#: The line of contact of May 1994 to September 2020, from the Armenian border over the Mrav ridge to the Araks.
CONTACT_1994: Final[Line] = [
    # the Kalbajar and Mrav ridges
    (45.96, 40.225), (46.08, 40.25), (46.20, 40.26), (46.32, 40.25), (46.37, 40.28), (46.45, 40.28), (46.53, 40.31),
    (46.58, 40.35), (46.65, 40.38), (46.73, 40.42),
    # round Talish (inside), before Shikharkh, Maragha and Tartar (outside)
    (46.80, 40.41), (46.885, 40.395), (46.87, 40.35), (46.86, 40.325), (46.91, 40.305), (46.96, 40.28), (47.01, 40.25),
    # the plain east of Agdam town
    (47.045, 40.20), (47.035, 40.155), (47.05, 40.085), (47.075, 40.025), (47.095, 39.95), (47.14, 39.87),
    (47.195, 39.80),
    # the Martuni strip (outside), the plain east of Fuzuli town, west of Horadiz (outside) to the Araks
    (47.225, 39.74), (47.225, 39.67), (47.225, 39.60), (47.225, 39.50), (47.245, 39.43), (47.275, 39.34),
]  # fmt: skip

#: Closes the line of 1994 around the west and south; it runs outside Azerbaijan, whose border then cuts the shape.
AROUND_WEST: Final[Line] = [
    (47.25, 39.25), (46.90, 39.05), (46.55, 38.80), (46.30, 38.95), (46.20, 39.50), (45.55, 39.85), (45.45, 40.00),
    (45.60, 40.10), (45.85, 40.12),
]  # fmt: skip

#: What lies south of the positions of 10 November 2020: Shusha, Hadrut and the land around them.
SOUTH_OF_2020: Final[Line] = [
    # below the road from Lachin by Hin Shen and Yeghtsahogh, then around Shusha
    (46.40, 39.60), (46.57, 39.64), (46.62, 39.625), (46.69, 39.63), (46.705, 39.69), (46.71, 39.745), (46.725, 39.78),
    (46.76, 39.79), (46.80, 39.77), (46.83, 39.735),
    # north of Sghnakh, through Taghavard, south of Karmir Shuka, Sos and Amaras
    (46.88, 39.70), (46.92, 39.665), (46.99, 39.655), (47.05, 39.67), (47.14, 39.69),
    (47.40, 39.69), (47.40, 38.80), (46.20, 38.80),
]  # fmt: skip

#: What lies north-east of the positions of 10 November 2020: Talysh, Madagiz / Sugovushan, the plain before Tartar.
NORTH_OF_2020: Final[Line] = [
    (46.64, 40.45), (46.64, 40.38), (46.67, 40.33), (46.72, 40.30), (46.80, 40.28), (46.88, 40.275), (46.93, 40.245),
    (46.98, 40.22), (47.10, 40.22), (47.10, 40.50),
]  # fmt: skip

#: The Lachin road as it ran until 30 August 2022: from the Shusha crossing by Lisagor and Lachin to the border at Tegh.
ROAD_2020: Final[Line] = [
    (46.70, 39.735), (46.66, 39.70), (46.61, 39.67), (46.555, 39.64), (46.54, 39.60), (46.51, 39.575), (46.47, 39.56),
]  # fmt: skip

#: Its course from 30 August 2022: by Mets Shen and Hin Shen over the Hakari, south of Lachin, Zabukh and Sus.
ROAD_2022: Final[Line] = [
    (46.70, 39.735), (46.66, 39.70), (46.64, 39.66), (46.61, 39.62), (46.58, 39.58), (46.55, 39.56), (46.47, 39.545),
]  # fmt: skip

#: Around Khtsaberd and Hin Tagher, held by Karabakh Armenian forces until 12 December 2020: some 4 km about the two.
KHTSABERD_2020: Final[Line] = [
    (46.70, 39.58), (46.76, 39.59), (46.82, 39.565), (46.87, 39.53), (46.875, 39.49), (46.84, 39.465), (46.79, 39.47),
    (46.75, 39.50), (46.70, 39.53),
]  # fmt: skip

#: Positions of Azerbaijan's forces inside Armenia, as claimed by Armenia. Each is cut by Armenia's border in
#: ``countries.geojson``, which is up to 3 km off, and hangs on it: the size is checked, the course is not known.
#: From the Al lakes past Verin Shorzha to the hills of Kut; some 2 km deep on average.
CLAIM_VARDENIS: Final[Line] = [
    (45.865, 39.99), (45.857, 40.012), (45.870, 40.03), (45.880, 40.05), (45.876, 40.08), (45.909, 40.10),
    (45.936, 40.122), (45.949, 40.15), (46.00, 40.155), (46.00, 40.10), (45.95, 40.00),
]  # fmt: skip
#: Sev Lich and the lake beside it, east of the Ishkhanasar summits; some 3 km deep.
CLAIM_SEV_LICH: Final[Line] = [
    (46.195, 39.62), (46.195, 39.582), (46.21, 39.562), (46.243, 39.562), (46.257, 39.582), (46.253, 39.63),
]  # fmt: skip
#: The heights north and east of Jermuk; 8.5 km wide, up to 7.5 km deep, 4.5 km from the town.
CLAIM_JERMUK: Final[Line] = [
    (45.80, 39.945), (45.763, 39.912), (45.722, 39.887), (45.708, 39.86), (45.744, 39.832), (45.79, 39.82),
    (45.83, 39.805), (45.88, 39.83),
]  # fmt: skip
#: The woods and heights about Nerkin Hand, Srashen, Shikahogh and Chakaten; 1.5 km deep.
CLAIM_NERKIN_HAND: Final[Line] = [
    (46.52, 39.122), (46.467, 39.132), (46.455, 39.105), (46.4745, 39.08), (46.4775, 39.05), (46.4755, 39.02),
    (46.458, 38.99), (46.463, 38.968), (46.54, 38.968),
]  # fmt: skip

#: Half the width that the statement of 9/10 November 2020 gives the corridor, in km.
HALF_CORRIDOR_KM: Final = 2.5

#: Kalbajar from Lachin: the Mikhtoken ridge; Lachin from Gubadly and Zangilan: across the Hakari.
KALBAJAR_LACHIN: Final[Line] = [
    (45.80, 39.78), (45.95, 39.85), (46.02, 39.90), (46.20, 39.89), (46.33, 39.92), (46.47, 39.955),
]  # fmt: skip
LACHIN_SOUTH: Final[Line] = [(46.35, 39.47), (46.48, 39.47), (46.56, 39.44), (46.62, 39.475), (46.70, 39.535)]

#: Lake Sevan, about 1,240 km2: the small lake in the north-west, the large one in the south-east.
SEVAN: Final[Line] = [
    (44.97, 40.56), (44.99, 40.60), (45.05, 40.62), (45.12, 40.60), (45.17, 40.56), (45.24, 40.51), (45.30, 40.46),
    (45.40, 40.42), (45.49, 40.36), (45.56, 40.30), (45.62, 40.24), (45.64, 40.20), (45.58, 40.165), (45.48, 40.165),
    (45.38, 40.15), (45.28, 40.165), (45.22, 40.21), (45.21, 40.28), (45.23, 40.35), (45.215, 40.40), (45.16, 40.415),
    (45.08, 40.46), (45.02, 40.49),
]  # fmt: skip
