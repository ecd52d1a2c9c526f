"""Train the coder's linear models from the gold articles and sentences; everything written lies beside this file.

    python data/models/coder.py [--folds 5] [GOLD]

With ``--folds`` nothing is written: the models are trained on all stories but a fold's, and the fold's articles are
coded with them, so that the figures printed are those of articles that the models have not seen.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from scipy import optimize, sparse
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).resolve().parent))
from samples import Sample, Wanted, of_articles, of_sentences

from dashboard import coding
from dashboard.coding import (
    casting,
    code_article,
    dates,
    dating,
    detection,
    linear,
    offers,
    parsing,
    phrases,
    places,
    realis,
    siting,
    standing,
    verifying,
)
from dashboard.evaluation import scoring
from dashboard.evaluation.gold import GOLD, GoldArticle, read_gold
from dashboard.model import EVENT_TYPES, JOINT_TYPES, Event

HERE = Path(__file__).resolve().parent
LABELS = ("NONE", *EVENT_TYPES)
ROUNDS = 3
#: The signs of each option of a choice, and which of them are right.
Choice = tuple[Sequence[Sequence[str]], Sequence[bool]]
INNER = 3  # folds by which the judge's articles are held back from the other models


class Table:
    """Signs as the columns of a sparse matrix; what occurs once is left out."""

    def __init__(self, rows: Sequence[Sequence[str]], least: int = 2) -> None:
        counts = Counter(sign for row in rows for sign in set(row))
        self.names = sorted(sign for sign, n in counts.items() if n >= least)
        self._index = {name: i for i, name in enumerate(self.names)}

    def __call__(self, rows: Sequence[Sequence[str]]) -> sparse.csr_matrix:
        """Return one row per sample."""
        ends, columns = [0], list[int]()
        for row in rows:
            columns += sorted({self._index[sign] for sign in row if sign in self._index})
            ends.append(len(columns))
        return sparse.csr_matrix((np.ones(len(columns), np.float32), columns, ends), (len(rows), len(self.names)))


def fit(rows: Sequence[Sequence[str]], labels: Sequence[object], strength: float) -> tuple[Table, LogisticRegression]:
    """Return a fitted regression and its columns."""
    table = Table(rows)
    model = LogisticRegression(C=strength, max_iter=300, tol=1e-3)
    model.fit(table(rows), np.array(labels))
    return table, model


def yes_or_no(rows: Sequence[Sequence[str]], labels: Sequence[bool], strength: float = 0.3) -> linear.Linear:
    """Return a model that answers one question."""
    table, model = fit(rows, labels, strength)
    return linear.strongest(table.names, model.coef_.T, model.intercept_, ("yes",), 0.01)


def better_of_two(groups: Sequence[Choice], strength: float = 0.06) -> linear.Linear:
    """Return a model that ranks the options of a choice: it learns from each right option beside each wrong one."""
    rows = [row for options, _ in groups for row in options]
    table = Table(rows)
    matrix, at = table(rows), 0
    right, wrong = list[int](), list[int]()
    for options, labels in groups:
        pairs = [(r, w) for r, yes in enumerate(labels) if yes for w, no in enumerate(labels) if not no]
        right += [at + r for r, _ in pairs]
        wrong += [at + w for _, w in pairs]
        at += len(options)
    turned = np.arange(len(right)) % 2 == 1  # every other pair is turned round, so that there are two answers to learn
    apart = sparse.diags_array(np.where(turned, -1.0, 1.0)) @ (matrix[right] - matrix[wrong])
    model = LogisticRegression(C=strength, max_iter=300, tol=1e-3, fit_intercept=False)
    model.fit(apart, ~turned)
    return linear.strongest(table.names, model.coef_.T, np.zeros(1), ("yes",), 0.01)


def best_of_all(groups: Sequence[tuple[Sequence[Sequence[str]], Sequence[bool]]], shrink: float = 6.0) -> linear.Linear:
    """Return a model that chooses among the options of a choice at once: a conditional logit.

    Several options may be right together; a choice without a right one teaches nothing.
    """
    groups = [(options, labels) for options, labels in groups if any(labels)]
    table = Table([row for options, _ in groups for row in options])
    matrix = table([row for options, _ in groups for row in options]).astype(np.float64)
    sizes = np.array([len(labels) for _, labels in groups])
    right = np.array([label for _, labels in groups for label in labels], dtype=np.float64)
    starts, choice = np.cumsum(sizes) - sizes, np.repeat(np.arange(len(groups)), sizes)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[choice])
        chances = powers / np.add.reduceat(powers, starts)[choice]
        met = np.maximum(np.add.reduceat(chances * right, starts), 1e-12)
        slope = matrix.T @ (chances - chances * right / met[choice]) + shrink * weights
        return float(-np.log(met).sum() + shrink / 2 * weights @ weights), slope

    found = optimize.minimize(loss, np.zeros(matrix.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 150})
    return linear.strongest(table.names, found.x[:, None], np.zeros(1), ("yes",), 0.005)


def first_anchors(sample: Sample) -> list[int | None]:
    """Return the predicate of each wanted event: a row of its type on it, else the highest verb that is free."""
    taken: list[int | None] = []
    for wanted in sample.wanted:
        inside = _inside(sample, wanted, taken)
        rows = [i for i in inside if any(hit.type == wanted.type for hit in sample.found[i].hits)]
        free = rows or [i for i in inside if not sample.found[i].hits] or inside
        taken.append(rows[0] if rows else min(free, key=lambda i: _depth(sample, i)) if free else None)
    return taken


def next_anchors(sample: Sample, chances: np.ndarray) -> list[int | None]:
    """Return the predicate of each wanted event that the model finds likeliest, a row of its type preferred."""
    offers = [
        (
            np.log(chances[i][LABELS.index(w.type)] + 1e-6) + 2 * any(h.type == w.type for h in sample.found[i].hits),
            n,
            i,
        )
        for n, w in enumerate(sample.wanted)
        for i in _inside(sample, w, [])
    ]
    taken: list[int | None] = [None] * len(sample.wanted)
    for _, n, i in sorted(offers, reverse=True):
        if taken[n] is None and i not in taken:
            taken[n] = i
    return taken


def _inside(sample: Sample, wanted: Wanted, taken: list[int | None]) -> list[int]:
    start, end = wanted.span
    return [i for i, p in enumerate(sample.found) if start <= p.start < end and i not in taken]


def _depth(sample: Sample, at: int) -> int:
    return sum(1 for _ in sample.read.grammar[sample.found[at].token].ancestors)


def types_model(samples: list[Sample]) -> linear.Linear:
    """Return the model of event types; the anchors of the samples are settled on the way."""
    rows = [signs for sample in samples for signs in sample.signs]
    for sample in samples:
        sample.anchors = first_anchors(sample)
    for number in range(ROUNDS):
        labels = [label for sample in samples for label in _labels(sample)]
        table, model = fit(rows, labels, 0.3)
        order = [list(model.classes_).index(label) if label in model.classes_ else -1 for label in LABELS]
        chances = model.predict_proba(table(rows))
        at = 0
        for sample in samples if number < ROUNDS - 1 else []:
            mine = chances[at : at + len(sample.found)][:, order] if sample.found else chances[:0]
            sample.anchors = next_anchors(sample, mine)
            at += len(sample.found)
    kept = [label for label in LABELS if label in model.classes_]
    order = [list(model.classes_).index(label) for label in kept]
    return linear.strongest(table.names, model.coef_.T[:, order], model.intercept_[order], kept, 0.02)


def _labels(sample: Sample) -> list[str]:
    told = {i: w.type for i, w in zip(sample.anchors, sample.wanted, strict=True) if i is not None}
    return [told.get(i, "NONE") for i in range(len(sample.found))]


def role_models(samples: list[Sample]) -> dict[str, linear.Linear]:
    """Return the models of who acts, on whom, and who takes part."""
    rows: dict[str, list[list[str]]] = {"source": [], "target": [], "joint": []}
    labels: dict[str, list[bool]] = {name: [] for name in rows}
    for sample in samples:
        triggers = [
            (w, detection.trigger(sample.read, sample.found[i], w.type, 1.0))
            for i, w in zip(sample.anchors, sample.wanted, strict=True)
            if i is not None and w.source is not None
        ]
        for wanted, trigger in triggers:
            known = wanted.event.place_id if wanted.event else None
            venue = places.gazetteer().get(known or "") if wanted.event else places.where(sample.read, trigger)
            given = casting.cast(sample.read, trigger, [t for _, t in triggers], venue)
            for candidate in given.candidates:
                for role in ("joint",) if wanted.type in JOINT_TYPES else ("source", "target"):
                    holders = (wanted.target if role == "target" else wanted.source) or frozenset()
                    doer = wanted.source or frozenset() if role == "target" else frozenset()
                    rows[role].append(casting.signs(given, candidate, doer))
                    labels[role].append(holders.issuperset(candidate.actors))
    return {f"role.{role}": yes_or_no(rows[role], labels[role], 0.6) for role in rows}


def place_model(samples: list[Sample]) -> linear.Linear:
    """Return the model of where, trained on the events whose articles tell."""
    groups: list[tuple[list[list[str]], list[bool]]] = []
    for sample in samples:
        for at, wanted in zip(sample.anchors, sample.wanted, strict=True):
            if at is None or wanted.event is None:
                continue
            trigger = detection.trigger(sample.read, sample.found[at], wanted.type, 1.0)
            spots, spot = siting.options(sample.read), places.where(sample.read, trigger)
            rows = [siting.signs(sample.read, trigger, option, spots, spot) for option in spots]
            groups.append((rows, [(o.place.place_id if o.place else None) == wanted.event.place_id for o in spots]))
    return best_of_all(groups)


def date_models(samples: list[Sample]) -> dict[str, linear.Linear]:
    """Return the models of when: one that dates each event alone, one that sees the dates of those around it.

    The second learns from what the first says of stories that it has not seen.
    """
    articles: dict[str, list[tuple[offers.Case, Event]]] = {}
    for sample in samples:
        told = [
            (detection.trigger(sample.read, sample.found[at], wanted.type, 1.0), wanted.event)
            for at, wanted in zip(sample.anchors, sample.wanted, strict=True)
            if at is not None and wanted.event is not None
        ]
        beside = sorted((trigger for trigger, _ in told), key=lambda trigger: trigger.start)
        for trigger, event in sorted(told, key=lambda pair: pair[0].start):
            ahead = realis.planned(sample.read, trigger)
            case = offers.Case(sample.read, trigger, event.source, event.target, beside, ahead)
            articles.setdefault(sample.group, []).append((case, event))
    stories = sorted({story(group) for group in articles})
    alone: list[list[Choice]] = [[] for _ in range(INNER)]
    read = []
    for group, told_events in articles.items():
        cases = [case for case, _ in told_events]
        offered, rows = dating.offered_with_signs(cases)
        right = [
            [(when.first if when else None) == event.date for _, when in options]
            for (_, event), options in zip(told_events, offered, strict=True)
        ]
        fold = stories.index(story(group)) % INNER
        alone[fold] += zip(rows, right, strict=True)
        read.append((fold, cases, offered, rows, right))
    unseen = [
        better_of_two([one for at, some in enumerate(alone) if at != fold for one in some]) for fold in range(INNER)
    ]
    again: list[Choice] = []
    for fold, cases, offered, rows, right in read:
        chosen = dating.choose(unseen[fold], offered, rows)
        again += zip(dating.with_those_around(cases, offered, rows, chosen), right, strict=True)
    return {"date": better_of_two([one for some in alone for one in some]), "date.again": better_of_two(again)}


def status_model(samples: list[Sample]) -> linear.Linear:
    """Return the model of how real an event is."""
    rows: list[list[str]] = []
    labels: list[str] = []
    for sample in samples:
        for at, wanted in zip(sample.anchors, sample.wanted, strict=True):
            if at is None or wanted.status is None:
                continue
            trigger = detection.trigger(sample.read, sample.found[at], wanted.type, 1.0)
            source, target = (tuple(sorted(ids or ())) for ids in (wanted.source, wanted.target))
            when = dating.by_rule(sample.read, trigger, realis.planned(sample.read, trigger))
            if wanted.event is not None:
                when = _gold_date(wanted.event)
            ruled = realis.status(sample.read, trigger, phrases.Roles(source, target), when)
            rows.append(standing.signs(sample.read, trigger, source, target, when, ruled))
            labels.append(wanted.status)
    table, model = fit(rows, labels, 0.1)
    return linear.strongest(table.names, model.coef_.T, model.intercept_, list(model.classes_), 0.01)


def _gold_date(event: Event) -> dates.When | None:
    if event.date is None:
        return None
    return dates.When(-1, -1, event.date, event.date_end or event.date, event.date_precision)


def event_model(gold: list[GoldArticle], samples: list[Sample]) -> linear.Linear:
    """Return the model that judges whole events, trained on articles that the other models had not seen."""
    rows: list[list[str]] = []
    labels: list[bool] = []
    for inside, outside in folds(gold, samples, INNER):
        with tempfile.TemporaryDirectory() as scratch:
            _save(Path(scratch), first_models(outside))
            use(Path(scratch))
            for one in inside:
                drafts, sentences = coding.drafts(one.article)
                rows += verifying.context(drafts, sentences)
                met = {c for _, c in scoring.match(one.events, [draft.event for draft in drafts])}
                labels += [c in met for c in range(len(drafts))]
    return yes_or_no(rows, labels)


def first_models(samples: list[Sample]) -> dict[str, linear.Linear]:
    """Return every model but the judge."""
    languages = sorted({sample.language for sample in samples})
    made = {f"types.{name}": types_model([s for s in samples if s.language == name]) for name in languages}
    options = {"place": place_model(samples)} | date_models(samples)
    return made | role_models(samples) | options | {"status": status_model(samples)}


def write(folder: Path, gold: list[GoldArticle], samples: list[Sample]) -> None:
    """Train every model and write it into a folder."""
    judge = event_model(gold, samples)
    use(folder)
    for old in folder.glob("*.npz"):
        old.unlink()
    _save(folder, first_models(samples) | {"event": judge})
    use(folder)


def _save(folder: Path, models: dict[str, linear.Linear]) -> None:
    for name, model in models.items():
        model.save(folder / f"{name}.npz")


def use(folder: Path) -> None:
    """Let the coder read its models from a folder."""
    linear.FOLDER = folder
    linear.model.cache_clear()


def folds(
    gold: list[GoldArticle], samples: list[Sample], number: int
) -> Iterator[tuple[list[GoldArticle], list[Sample]]]:
    """Yield the articles of each fold with the samples of all others; a story is never cut in two."""
    stories = sorted({story(one.article.article_id) for one in gold})
    drawn = np.random.default_rng(7 + number).permutation(len(stories)) % number
    fold = dict(zip(stories, drawn.tolist(), strict=True))
    for this in range(number):
        inside = [one for one in gold if fold[story(one.article.article_id)] == this]
        yield inside, [s for s in samples if fold.get(story(s.group)) != this]


def story(name: str) -> str:
    """Return what an article tells of: files of one story differ in their last letter alone."""
    return name.rsplit("-", 1)[0]


def cross_validate(gold: list[GoldArticle], samples: list[Sample], number: int) -> Iterator[scoring.Scored]:
    """Code each fold's articles with models that were trained without its stories."""
    for inside, outside in folds(gold, samples, number):
        ids = {one.article.article_id for one in inside}
        with tempfile.TemporaryDirectory() as scratch:
            write(Path(scratch), [one for one in gold if one.article.article_id not in ids], outside)
            for one in inside:
                coded = code_article(one.article)
                yield scoring.Scored(one, tuple(coded), tuple(scoring.match(one.events, coded)))


def main() -> None:
    """Train, or test by folds."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("gold", type=Path, nargs="?", default=GOLD)
    arguments.add_argument("--folds", type=int, default=0)
    given = arguments.parse_args()
    gold = [one for one in read_gold(given.gold / "dev") if parsing.pipeline(one.article.language)]
    samples = list(of_articles(gold))
    for path in sorted((given.gold / "sentences").glob("*.csv")):
        samples += of_sentences(path, path.suffixes[0][1:])
    if not given.folds:
        write(HERE, gold, samples)
        return
    scored = list(cross_validate(gold, samples, given.folds))
    for language in sorted({one.gold.article.language for one in scored}):
        some = [one for one in scored if one.gold.article.language == language]
        print(json.dumps({language: scoring.figures(some)}, indent=2))


if __name__ == "__main__":
    main()
