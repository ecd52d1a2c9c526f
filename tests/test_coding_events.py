"""Events by the tables alone, as a language without models is coded: contrasts in both languages.

They are affirmed, negated, denied, ahead, conditional, old, passive and reported. The sentences are our own and are in
no lexicon note; a rule that only fits one of them would be a bad rule.
"""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.coding import code_article, places
from dashboard.model import PLACE_PRECISIONS, Article, Event

FRIDAY = date(2020, 10, 9)


pytestmark = pytest.mark.usefixtures("tables_alone")


def code(text: str, language: str = "en", published: date | None = FRIDAY) -> list[Event]:
    return code_article(Article("test", text, "", language, (0, len(text)), published))


def short(event: Event) -> tuple[str, str, str, str]:
    return event.type, event.status, " ".join(event.source), " ".join(event.target)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Azerbaijani forces shelled Stepanakert.", ("ASSAULT", "occurred", "AZE", "NKR")),
        ("en", "Stepanakert was shelled by Azerbaijani forces.", ("ASSAULT", "occurred", "AZE", "NKR")),
        ("en", "Stepanakert was shelled on Thursday.", ("ASSAULT", "occurred", "", "NKR")),
        ("en", "In 1992 Azerbaijani forces shelled Stepanakert.", ("ASSAULT", "background", "AZE", "NKR")),
        ("en", "Azerbaijan denied that its forces had shelled Goris.", ("ASSAULT", "denied", "AZE", "ARM")),
        ("en", "Armenia said that Azerbaijani forces had shelled Goris.", ("ASSAULT", "alleged", "AZE", "ARM")),
        ("en", "Azerbaijani forces, Armenia's army said, had shelled Goris.", ("ASSAULT", "alleged", "AZE", "ARM")),
        ("en", "Baku acknowledged that it had shelled Goris.", ("ASSAULT", "occurred", "AZE", "ARM")),
        ("en", "Azerbaijan said its troops had captured Hadrut.", ("ASSAULT", "alleged", "AZE", "")),
        ("en", "Officials said three soldiers died in shelling of Goris.", ("ASSAULT", "occurred", "", "ARM")),
        ("en", "Mnatsakanyan and Bayramov met in Vienna.", ("CONSULT", "occurred", "ARM AZE", "ARM AZE")),
        ("en", "Mnatsakanyan will meet Bayramov in Vienna on Monday.", ("CONSULT", "planned", "ARM AZE", "ARM AZE")),
        ("en", "Pashinyan refused to meet Aliyev.", ("REJECT", "occurred", "ARM", "AZE")),
        ("en", "Germany urged both sides to exchange prisoners. Armenia and Azerbaijan did not answer.",
         ("REQUEST", "occurred", "DEU", "ARM AZE")),
        ("en", "Armenia withdrew its troops from Kalbajar on Thursday.", ("RETREAT", "occurred", "ARM", "")),
        ("en", "Azerbaijan released ten Armenian prisoners on Wednesday.", ("RETREAT", "occurred", "AZE", "ARM")),
        ("en", "Georgia expelled three Russian diplomats.", ("SANCTION", "occurred", "GEO", "RUS")),
        ("en", "Pakistan voiced its full support for Azerbaijan.", ("SUPPORT", "occurred", "PAK", "AZE")),
        ("en", "Armenian and Azerbaijani troops clashed near Tovuz.", ("ASSAULT", "occurred", "ARM AZE", "ARM AZE")),
        ("id", "Pasukan Azerbaijan menembaki Stepanakert.", ("ASSAULT", "occurred", "AZE", "NKR")),
        ("id", "Stepanakert ditembaki pasukan Azerbaijan.", ("ASSAULT", "occurred", "AZE", "NKR")),
        ("id", "Stepanakert ditembaki pada Kamis.", ("ASSAULT", "occurred", "", "NKR")),
        ("id", "Pada 1992 pasukan Azerbaijan menembaki Stepanakert.", ("ASSAULT", "background", "AZE", "NKR")),
        ("id", "Azerbaijan membantah pasukannya menembaki Goris.", ("ASSAULT", "denied", "AZE", "ARM")),
        ("id", "Armenia mengatakan pasukan Azerbaijan menembaki Goris.", ("ASSAULT", "alleged", "AZE", "ARM")),
        ("id", "Pasukan Azerbaijan, menurut Yerevan, menembaki Goris.", ("ASSAULT", "alleged", "AZE", "ARM")),
        ("id", "Azerbaijan mengakui telah menembaki Goris.", ("ASSAULT", "occurred", "AZE", "ARM")),
        ("id", "Azerbaijan mengklaim pasukannya merebut Hadrut.", ("ASSAULT", "alleged", "AZE", "")),
        ("id", "Mnatsakanyan dan Bayramov bertemu di Wina.", ("CONSULT", "occurred", "ARM AZE", "ARM AZE")),
        ("id", "Mnatsakanyan akan bertemu dengan Bayramov di Wina.", ("CONSULT", "planned", "ARM AZE", "ARM AZE")),
        ("id", "Pashinyan menolak bertemu Aliyev.", ("REJECT", "occurred", "ARM", "AZE")),
        ("id", "Jerman mendesak Armenia dan Azerbaijan bertukar tawanan.", ("REQUEST", "occurred", "DEU", "ARM AZE")),
        ("id", "Armenia menarik pasukannya dari Kalbajar pada Kamis.", ("RETREAT", "occurred", "ARM", "")),
        ("id", "Georgia mengusir diplomat Rusia.", ("SANCTION", "occurred", "GEO", "RUS")),
        ("id", "Pakistan menyatakan dukungan penuh untuk Azerbaijan.", ("SUPPORT", "occurred", "PAK", "AZE")),
        ("id", "Pasukan Armenia dan Azerbaijan baku tembak di Tovuz.", ("ASSAULT", "occurred", "ARM AZE", "ARM AZE")),
    ],
)  # fmt: skip
def test_a_sentence_gives_its_one_event(language: str, text: str, expected: tuple[str, str, str, str]) -> None:
    assert [short(event) for event in code(text, language)] == [expected]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Azerbaijani forces did not shell Stepanakert."),
        ("en", "Azerbaijan has never shelled Goris."),
        ("en", "If Armenia attacked Ganja, Azerbaijan could shell Goris."),
        ("en", "The two ministers, Bayramov and Mnatsakanyan, did not meet in Geneva."),
        ("en", "Armenia may withdraw its troops from Kalbajar."),
        ("en", "Armenia exports brandy and Azerbaijan exports oil."),
        ("en", "Nagorno-Karabakh is inside Azerbaijan and is governed by ethnic Armenians backed by Armenia."),
        ("en", "Analysts say that Turkey could gain from a long war."),
        ("en", "Talks between Armenia and Azerbaijan should resume soon."),
        ("en", "Armenia's president resigned on Thursday."),
        ("en", "Aliyev voiced concern about the situation."),
        ("id", "Pasukan Azerbaijan tidak menembaki Stepanakert."),
        ("id", "Azerbaijan belum pernah menembaki Goris."),
        ("id", "Jika Armenia menyerang Ganja, Azerbaijan bisa menembaki Goris."),
        ("id", "Bayramov dan Mnatsakanyan batal bertemu di Jenewa."),
        ("id", "Armenia mungkin menarik pasukannya dari Kalbajar."),
        ("id", "Armenia mengekspor brendi dan Azerbaijan mengekspor minyak."),
        ("id", "Nagorno-Karabakh adalah wilayah Azerbaijan yang didukung oleh Armenia."),
        ("id", "Pengamat menilai Turki dapat diuntungkan oleh perang yang panjang."),
        ("id", "Aliyev menyatakan prihatin atas keadaan itu."),
    ],
)
def test_what_did_not_happen_gives_no_event(language: str, text: str) -> None:
    assert [short(event) for event in code(text, language)] == []


def test_an_accusation_of_a_specific_act_gives_both() -> None:
    english = code("Armenia accused Azerbaijan of shelling Goris on Thursday.")
    indonesian = code("Armenia menuduh Azerbaijan menembaki Goris pada Kamis.", "id")
    for events in (english, indonesian):
        assert [short(event) for event in events] == [
            ("ACCUSE", "occurred", "ARM", "AZE"),
            ("ASSAULT", "alleged", "AZE", "ARM"),
        ]
        assert events[1].speaker == "ARM"
        assert events[1].date == date(2020, 10, 8)


def test_a_vague_accusation_gives_the_accusation_alone() -> None:
    assert [e.type for e in code("Armenia accused Azerbaijan of attacking civilians.")] == ["ACCUSE"]


def test_mutual_accusations_are_one_event_with_both_on_both_sides() -> None:
    (event,) = code("Armenia dan Azerbaijan saling menuduh melanggar gencatan senjata.", "id")
    assert short(event) == ("ACCUSE", "occurred", "ARM AZE", "ARM AZE")


def test_an_inverted_quotation_is_the_speakers_claim() -> None:
    (event,) = code('"Azerbaijan menembaki Goris," kata Menlu Armenia Zohrab Mnatsakanyan.', "id")
    assert (event.status, event.speaker, event.source) == ("alleged", "ARM", ("AZE",))


def test_an_agreement_to_meet_announces_the_meeting() -> None:
    agree, consult = code("Armenia and Azerbaijan agreed to meet in Moscow on Saturday.")
    assert (agree.type, agree.place_id, agree.track) == ("AGREE", None, "moscow")
    assert (consult.type, consult.status, consult.place_id) == ("CONSULT", "planned", "moscow")
    assert consult.date == date(2020, 10, 10)


def test_each_place_of_a_list_is_an_event_of_its_own() -> None:
    events = code("Azerbaijani forces shelled Stepanakert / Khankendi, Martuni and Goris overnight.")
    assert [(e.place_id, e.target) for e in events] == [
        ("stepanakert", ("NKR",)),
        ("martuni", ("NKR",)),
        ("goris", ("ARM",)),
    ]


def test_a_denial_does_not_reach_the_verb_that_is_joined_to_it() -> None:
    events = code("Azerbaijan denied shelling Goris and accused Armenia of shelling Ganja.")
    assert [short(event) for event in events] == [
        ("ASSAULT", "denied", "AZE", "ARM"),
        ("ACCUSE", "occurred", "AZE", "ARM"),
        ("ASSAULT", "alleged", "ARM", "AZE"),
    ]
    assert [event.place_id for event in events] == ["goris", None, "ganja"]


def test_a_second_mention_is_folded_and_adds_what_it_knows() -> None:
    text = "Aliyev met Pashinyan in Vienna. Aliyev and Pashinyan met on Thursday, October 8, in Vienna."
    (event,) = code(text)
    assert event.date == date(2020, 10, 8)
    assert event.quote == "Aliyev met Pashinyan in Vienna."


def test_a_person_acts_for_the_state_of_the_office_held_that_day() -> None:
    (event,) = code("Serzh Sargsyan met Ilham Aliyev in Vienna on Monday.", published=date(2016, 5, 17))
    assert event.source == ("ARM", "AZE")
    assert event.persons == ("ilham-aliyev", "serzh-sargsyan")


@pytest.mark.parametrize(
    ("text", "language", "low", "high"),
    [
        ("Shelling of Ganja killed nine people.", "en", 9, 9),
        ("Shelling of Ganja killed at least nine people and wounded 30.", "en", 9, None),
        ("Shelling of Ganja killed two soldiers and a child.", "en", 3, 3),
        ("Shelling of Ganja wounded nine people.", "en", None, None),
        ("Fighting between Armenia and Azerbaijan has killed dozens of people.", "en", 20, 99),
        ("Pertempuran Armenia dan Azerbaijan menewaskan ribuan orang.", "id", 1000, 9999),
        ("Penembakan Ganja menewaskan sedikitnya 1.200 orang.", "id", 1200, None),
        ("Serangan terhadap Ganja menewaskan dua tentara dan tiga warga sipil.", "id", 5, 5),
    ],
)
def test_the_dead_are_counted_as_an_interval(text: str, language: str, low: int | None, high: int | None) -> None:
    (event,) = code(text, language)
    assert (event.deaths_low, event.deaths_high) == (low, high)


def test_places_have_a_known_precision() -> None:
    assert {place.precision for place in places.gazetteer().values()} <= set(PLACE_PRECISIONS)
