"""Date signs: by what a model knows whether a date is an event's.

How the date was named and how fine and old it is, where it stands beside the trigger, what ties the sentence to the
ones before, whom both speak of, and which dates the events around were given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from dashboard.coding import clauses, lexicon, parsing, realis
from dashboard.coding.dates import When
from dashboard.coding.offers import WITHIN, Case, Option
from dashboard.model import EVENT_TYPES

if TYPE_CHECKING:
    from spacy.tokens import Token

    from dashboard.coding.reading import Reading

#: Words that say how a happening lies to the one before: at an hour of its day, in answer to it, ever since, after it.
TIMES: Final = ("hour", "answer", "since", "later", "occasion")
#: Parts of speech whose words may tell the time of an event.
FUNCTION: Final = frozenset(["ADV", "AUX", "SCONJ", "ADP", "DET", "PRON", "PART", "CCONJ"])
#: How sure it must be that a trigger tells an event, so that its date says something of its neighbours'.
SURE: Final = 0.4

_NOUNS: Final = ("nominal", "clash", "attack", "offer")


def signs(case: Case, offered: list[Option], ruled: When | None) -> list[list[str]]:
    """Return the signs of each date that is offered; ``ruled`` is the one that the rules would take."""
    reading, trigger = case.reading, case.trigger
    shared, words = list(_of_sentence(case)), _of_words(case)
    met = dict(reading.named_before.who)
    rows = []
    for kind, when in offered:
        this = "none" if ruled is None else "this" if when and ruled.first == when.first else "other"
        found = [kind, f"{kind}|ruled={this}", *(f"{kind}|{sign}" for sign in shared)]
        if when is not None:
            found += [f"{kind}|{sign}" for sign in _of_date(case, when, offered)]
        if when is not None and kind in WITHIN:
            found.append(f"{kind}|yearless={when.yearless}")
            found += _of_place(case, when)
        found += [f"{trigger.type}&{sign}" for sign in found]
        where = "inside" if kind in WITHIN else kind
        found += [f"{where}|{sign}" for sign in words]
        if when is None:
            everybody = frozenset(name for names in met.values() for name in names)
            found += [f"none|{sign}" for sign in _of_actors(reading, everybody)]
        else:
            found += [f"{kind}|{sign}" for sign in _of_time(case, kind, when)]
        if when is not None and kind in WITHIN:
            found += [f"inside|{sign}" for sign in _of_governor(case, when)]
        elif when is not None:
            found += [f"{where}|{sign}" for sign in _of_actors(reading, met.get(when.first, frozenset()))]
        rows.append(found)
    return rows


def _of_sentence(case: Case) -> Iterator[str]:
    """Yield what the sentence and the trigger say, whatever the date."""
    reading, trigger = case.reading, case.trigger
    named = [w for w in reading.dates if w.precision != "year"]
    many = f"named={min(len(named), 2)}|years={min(len(reading.dates) - len(named), 1)}"
    around = f"e={reading.earlier is not None}|l={reading.lead is not None}|a={reading.last_paragraph is not None}"
    yield from (many, around, f"{many}|{around}", f"ahead={case.ahead}", f"sentence={min(reading.number, 3)}")
    yield from (f"opens={reading.opens}", f"nominal={trigger.frame in _NOUNS}", f"effect={trigger.effect}")
    yield from (f"tie={tie}" for tie in reading.ties)
    yield from (f"tie={tie}|opens={reading.opens}|{many}" for tie in reading.ties)
    yield f"since={min(reading.since_date, 4)}|opens={reading.opens}"
    yield f"since={min(reading.since_date, 4)}|{many}|{'+'.join(reading.ties)}"
    yield f"status={realis.told_as_history(reading, trigger)}|verbal={EVENT_TYPES[trigger.type] in (1, 3)}"
    said = reading.speech_over(trigger.start)
    yield f"said={said.kind if said else ''}|{trigger.type in ('ASSAULT', 'COERCE', 'AID')}"


def _of_date(case: Case, when: When, offered: list[Option]) -> Iterator[str]:
    age = _age(case.reading, when)
    yield f"age={age}"
    yield f"precision={when.precision}"
    yield f"age={age}|precision={when.precision}|nominal={case.trigger.frame in _NOUNS[:3]}"
    alike = sum(other is not None and other.first == when.first for _, other in offered)
    yield f"alike={min(alike, 3)}"


def _age(reading: Reading, when: When) -> str:
    published = reading.context.published
    days = (published - when.first).days if published else 0
    return "future" if days < 0 else str(days) if days < 2 else "week" if days < 8 else "month" if days < 32 else "old"


def _of_place(case: Case, when: When) -> Iterator[str]:
    """Yield where a date stands beside the trigger, in the line and in the grammar."""
    reading, trigger = case.reading, case.trigger
    behind = when.start >= trigger.end
    gap = reading.text[trigger.end : when.start] if behind else reading.text[when.end : trigger.start]
    side = "behind" if behind else "ahead" if when.end <= trigger.start else "within"
    words = len(gap.split())
    yield f"{side}|far={0 if words < 2 else 1 if words < 5 else 2 if words < 10 else 3}"
    yield f"{side}|clause={reading.clause(when.start) == reading.clause(trigger.start)}"
    yield f"{side}|comma={', ' in gap}|joins={clauses.joins_a_verb(gap, reading.language)}"
    nearer = sum(abs(w.start - trigger.start) < abs(when.start - trigger.start) for w in reading.dates)
    yield f"{side}|nearer={min(nearer, 2)}"
    yield f"first={not reading.text[: when.start].strip()}|{side}"
    said = reading.speech_over(trigger.start)
    if said is not None:
        yield f"{side}|told={said.start - 25 <= when.start <= said.end + 25}"
    if reading.doc is not None:
        word = parsing.head(reading.doc, trigger.start, trigger.end)
        day = parsing.head(reading.doc, when.start, when.end)
        if word is not None and day is not None:
            way = parsing.path(word, day)
            yield f"path={way}"
            yield f"up={way.partition('/')[0]}|{side}"


def _of_words(case: Case) -> list[str]:
    """Return the words of time, the tense of the trigger, and the small words of the sentence."""
    reading, trigger = case.reading, case.trigger
    dated = f"dated={bool(reading.dates)}"
    patterns = [(kind, lexicon.words("anaphora", reading.language, kind)) for kind in TIMES]
    times = [kind for kind, pattern in patterns if pattern.search(reading.text)]
    opening = [f"{kind}^" for kind, pattern in patterns if pattern.search(reading.text[:32])]
    found = [f"time={'+'.join(times)}|{dated}"]
    for kind in times + opening:
        found += [f"time={kind}", f"time={kind}|{dated}|opens={reading.opens}"]
    token = parsing.head(reading.doc, trigger.start, trigger.end) if reading.doc is not None else None
    if token is None:
        return found
    tense = "".join((*token.morph.get("Tense", []), *token.morph.get("VerbForm", [])))
    helpers = "+".join(child.lower_ for child in token.children if child.dep_.startswith("aux"))
    found += [f"tense={helpers}|{tense}|{dated}", f"word={token.pos_}|{token.dep_}|{dated}"]
    found += [f"word={token.dep_}|{trigger.frame}|{dated}", f"trigger={token.lower_}|{dated}"]
    first = [word.lower_ for word in reading.grammar[:2]]
    found += [f"first={first[0]}|{dated}", f"first={' '.join(first)}|{dated}"]
    beside = {child.lower_ for child in token.children if child.dep_.startswith(("aux", "advmod", "mark"))}
    found += [f"beside={word}|{dated}" for word in sorted(beside)]
    small = {word.lower_ for word in reading.grammar if word.pos_ in FUNCTION}
    return [*found, *(f"small={word}|{dated}" for word in sorted(small))]


def _of_actors(reading: Reading, met: frozenset[str]) -> Iterator[str]:
    """Yield whether the sentence speaks of those of whom the sentences with a date have spoken."""
    persons = {name for mention in reading.mentions for name in mention.persons}
    actors = reading.spoken_of - persons
    who = "none" if not actors else "all" if actors <= met else "some" if actors & met else "new"
    person = "none" if not persons else "met" if persons & met else "new"
    yield f"who={who}"
    yield f"person={person}|dated={bool(reading.dates)}"
    yield f"who={who}|person={person}|opens={reading.opens}"
    yield f"person={person}|since={min(reading.since_date, 4)}"


def _of_time(case: Case, kind: str, when: When) -> Iterator[str]:
    """Yield how a date lies to the dateline, the lead's date and the one named last."""
    reading = case.reading
    age, day = _age(reading, when), reading.named_before.day or reading.named_before.last
    yield f"age={age}|ahead={case.ahead}"
    yield f"age={age}|ahead={case.ahead}|yearless={when.yearless}|weekday={when.weekday is not None}"
    yield f"age={age}|since={min(reading.since_date, 4)}|opens={reading.opens}"
    yield f"counted={when.counted}"
    yield f"counted={when.counted is not None}"
    lead = reading.lead
    apart = (when.first - lead.first).days if lead else 0
    yield f"lead={'none' if lead is None else 'same' if not apart else 'after' if apart > 0 else 'before'}"
    if when.yearless or kind in ("told", "past", "coming"):
        near = [w and w.first.year == when.first.year for w in (reading.earlier, reading.last_paragraph)]
        within = any(w.first.year == when.first.year and not w.yearless for w in reading.dates)
        yield f"same={near}|{within}"
        yield f"same={reading.named_before.year == when.first.year}|{near}|future={age == 'future'}|ahead={case.ahead}"
    if day is None:
        return
    days = (when.first - day.first).days
    far = "week" if abs(days) < 8 else "month" if abs(days) < 40 else "year" if abs(days) < 370 else "old"
    steps = f"{'+' if days > 0 else '-'}{far}" if days else "same"
    published = reading.context.published
    now = published is not None and when.first.year == published.year
    yield f"steps={steps}"
    yield f"steps={steps}|yearless={when.yearless}"
    yield f"year={when.first.year == day.first.year}|yearless={when.yearless}"
    yield f"year={when.first.year == day.first.year}|now={now}"


def _of_governor(case: Case, when: When) -> Iterator[str]:
    """Yield whether a date hangs on the trigger or on another verb, and which triggers stand nearer to it."""
    reading, trigger = case.reading, case.trigger
    others = [one for one in case.beside if one.start != trigger.start]
    low, high = sorted((trigger.start, when.start))
    side = "behind" if when.start > trigger.start else "ahead"
    between = min(sum(low < one.start < high for one in others), 2)
    yield f"closer={min(sum(abs(o.start - when.start) < high - low for o in others), 2)}"
    yield f"between={between}|{side}"
    yield f"between={between}|{side}|dates={min(len(reading.dates), 3)}"
    if reading.doc is None:
        return
    word = parsing.head(reading.doc, trigger.start, trigger.end)
    day = parsing.head(reading.doc, when.start, when.end)
    if word is None or day is None:
        return
    heads = {head.i for one in case.beside if (head := parsing.head(reading.doc, one.start, one.end)) is not None}
    verb = _verb_over(day, heads)
    way = "self" if verb.i == word.i else "above" if verb.is_ancestor(word) else "beside"
    way = "below" if word.is_ancestor(verb) else way
    first = "before" if verb.i < word.i else "behind"
    comma = ", " in reading.text[min(verb.idx, word.idx) : max(verb.idx, word.idx)]
    yield f"day={day.head.pos_}|{day.dep_.partition(':')[0]}|own={day.head.i == word.i}"
    yield f"governor={way}"
    yield f"governor={way}|{first}|tells={verb.i in heads}"
    yield f"governor={way}|{first}|{word.dep_}"
    yield f"governor={way}|{first}|tells={verb.i in heads}|comma={comma}"
    yield f"governor={way}|many={min(len(case.beside), 3)}"


def _verb_over(token: Token, heads: set[int]) -> Token:
    """Return the verb or the trigger on which a word hangs."""
    steps = 0
    while token.head.i != token.i and steps < 8:
        token, steps = token.head, steps + 1
        if token.pos_ in ("VERB", "AUX") or token.i in heads:
            break
    return token


def around(
    cases: Sequence[Case], offered: list[list[Option]], chosen: Sequence[When | None]
) -> Iterator[list[list[str]]]:
    """Yield the signs that each event's dates have from those that were chosen for the events around it."""
    sure = [i for i, case in enumerate(cases) if case.trigger.confidence >= SURE]
    for at, (case, options) in enumerate(zip(cases, offered, strict=True)):
        before, behind = [i for i in sure if i < at], [i for i in sure if i > at]
        near = [("prev", before[-1:]), ("prev2", before[-2:-1]), ("next", behind[:1]), ("first", before[:-1][:1])]
        beside = [(f"{name}", cases[i], chosen[i]) for name, some in near for i in some]
        found = [(one, when, list(_of_neighbour(case, name, one))) for name, one, when in beside]
        rows = []
        for kind, day in options:
            where = "inside" if kind in WITHIN else kind
            row = [] if before else [f"{where}|prev=no"]
            for _, when, some in found:
                same = "none" if when is None else "same" if day and when.first == day.first else "other"
                row += [f"{where}|{same}|{sign}" for sign in some]
            rows.append(row)
        yield rows


def _of_neighbour(case: Case, name: str, one: Case) -> Iterator[str]:
    """Yield how an event stands to another of the article."""
    lines = abs(case.reading.number - one.reading.number)
    apart = abs(case.reading.sentence.paragraph - one.reading.sentence.paragraph)
    far = f"{name}|{min(lines, 2)}|{min(apart, 2)}" if name != "first" else name
    shared = {*case.source, *case.target}.intersection({*one.source, *one.target})
    kin = "s" if shared else "-"
    if shared and set(case.source) == set(one.source):
        kin = "S"
    elif set(case.source).intersection(one.target):
        kin = "R"
    dated = f"dated={bool(case.reading.dates)}"
    yield from (f"{name}|{dated}", f"{far}|{dated}", f"{far}|{kin}|{dated}")
    yield f"{far}|{case.trigger.type == one.trigger.type}|{dated}"
    yield f"{name}|{case.trigger.type}<{one.trigger.type}"
