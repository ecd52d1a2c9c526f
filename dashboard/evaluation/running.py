"""A whole run: the gold is read and checked, coded, scored, and written down if the set is a frozen one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dashboard.evaluation import evaluate, frozen, score
from dashboard.evaluation.agreement import agreement, write_agreement
from dashboard.evaluation.coders import BuiltIn, Own, Timed
from dashboard.evaluation.contrast import Sentence, read_contrast, shares
from dashboard.evaluation.errors import worst
from dashboard.evaluation.gold import GOLD, GoldArticle, GoldError, read_gold, without_events

Say = Callable[[str], None]
Report = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is scored on what: a bundled set or a folder, in every language or one, by whose coder."""

    set_name: str | None = None
    gold: Path | None = None
    language: str | None = None
    coder: str | None = None
    model: str | None = None
    worst: int = 30

    def __post_init__(self) -> None:
        """Raise GoldError if the options do not go together."""
        if self.gold and self.set_name:
            raise GoldError("Choose --set for a set that comes with the program or --gold for a folder, not both.")
        if self.model and not self.coder:
            raise GoldError("--model names a model of your own coder: give its address with --coder.")

    @property
    def folder(self) -> Path:
        """Return the folder of the gold."""
        return self.gold.expanduser() if self.gold else GOLD / (self.set_name or "dev")


def run(asked: Asked, say: Say) -> Report:
    """Score a coder; a run on a frozen set is added to its ledger before anything of it is shown."""
    held = frozen.frozen_set(asked.folder) if asked.folder.is_dir() else None
    before = frozen.read_ledger(frozen.ledger_of(held)) if held else []
    gold = _gold(asked, say)
    coder: Timed = Own(asked.coder, asked.model, say) if asked.coder else BuiltIn(say)
    languages = sorted({one.article.language for one in gold})
    contrast = {} if asked.coder else {name: read_contrast(asked.folder, name) for name in languages}
    about = {
        "day": datetime.now(UTC).date().isoformat(),
        "version": version("karabakh-timeline"),
        "fingerprint": coder.fingerprint,
    }
    say(f"{len(gold):,} articles of {asked.folder} are coded.")
    scored = score(gold, coder.code)
    about["coder"] = coder.name
    speed, sentences, not_coded = coder.speed, coder.sentences, list(coder.not_coded)
    say("The codings are scored.")
    report: Report = {
        "gold": str(asked.folder),
        "frozen": held is not None,
        "learnt": 0 if asked.coder else _learnt(gold),
        **about,
        "not_coded": not_coded,
        "sentences": sentences,
        "sentences_per_second": round(speed, 1),
        "figures": evaluate(scored, say),
        "agreement": agreement(gold),
        "contrast": _contrast(contrast, coder, say),
        "worst": worst(scored, asked.worst),
    }
    return report | {"ledger": _logged(held, before, report, say) if held else None}


def agree(asked: Asked, say: Say) -> Report:
    """Return how the two codings agree where the gold has both; of the bundled sets it is also written down."""
    folder = asked.folder if asked.gold or asked.set_name else GOLD
    agreed = agreement(read_gold(folder, asked.language))
    if not agreed:
        raise GoldError(f"No article of {folder} has a second coding (NAME.second.yaml beside NAME.yaml).")
    report: Report = {"gold": str(folder), "agreement": agreed, "written": None}
    if not asked.gold and not asked.language:
        path = GOLD / "agreement.csv"
        try:
            write_agreement(path, agreed)
            report["written"] = str(path)
        except OSError as error:
            say(f"{path} cannot be written ({error.strerror}).")
    return report


def _gold(asked: Asked, say: Say) -> list[GoldArticle]:
    if asked.folder.is_dir() and (left_out := without_events(asked.folder)):
        names = ", ".join(path.name for path in left_out[:3])
        say(f"{len(left_out):,} articles have no events (.yaml) beside them and are left out: {names}.")
    return read_gold(asked.folder, asked.language)


def _learnt(gold: Sequence[GoldArticle]) -> int:
    """Return how many articles the built-in coder's models are trained on, wherever a copy of them lies."""
    known = {path.read_bytes() for path in (GOLD / "dev").rglob("*.md")}
    return sum(one.article.text.encode() in known for one in gold)


def _logged(held: Path, before: list[frozen.Row], report: Report, say: Say) -> Report:
    """Add a run to the ledger of its set; return its rows, and the first run's beside them."""
    number = frozen.next_run(before)
    rows = frozen.ledger_rows(number, report)
    path = frozen.ledger_of(held)
    written = True
    try:
        frozen.append(path, rows)
    except OSError as error:
        written = False
        say(f"The ledger {path} cannot be written ({error.strerror}): please keep the rows that the report shows.")
    quoted = [(row["language"], name) for row in rows for name in dict.fromkeys((report["coder"], frozen.BUILT_IN))]
    first = [frozen.first_of([*before, *rows], *which) for which in quoted]
    return {"path": str(path), "run": number, "written": written, "rows": rows, "first": [row for row in first if row]}


def _contrast(found: dict[str, list[Sentence]], coder: Timed, say: Say) -> Report | None:
    """Return the shares of the contrast sets; None for a coder of one's own, which is not sent hundreds."""
    told = {}
    for language, sentences in found.items():
        if sentences:
            say(f"{len(sentences):,} sentences of the contrast set “{language}” are coded.")
            told[language] = shares(sentences, coder.code([sentence.article for sentence in sentences]))
    return told or None
