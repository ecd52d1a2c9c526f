"""A whole run: what was asked for is checked, the articles are coded, the events are written or handed back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from dashboard.coding import ArticleError
from dashboard.corpus import coders, output
from dashboard.corpus.cluster import by_cluster
from dashboard.corpus.coders import Outcome
from dashboard.corpus.given import Corpus, CorpusError
from dashboard.corpus.progress import Tally, followed
from dashboard.model import Article, Event

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class How:
    """Who codes: ``jobs`` processes, a ``scheduler``'s cluster, or the user's own ``coder`` with its ``model``.

    ``answers`` is the folder in which a coder's answers are kept, so that the same text is asked about once.
    """

    jobs: int | None = None
    scheduler: str | None = None
    coder: str | None = None
    model: str | None = None
    answers: Path | None = None

    def __post_init__(self) -> None:
        """Raise CorpusError if the options do not go together."""
        given = [f"--{name}" for name in ("jobs", "scheduler", "coder") if getattr(self, name)]
        if len(given) > 1:
            raise CorpusError(f"Choose one of {' and '.join(given)}: each says who codes.")
        if self.model and not self.coder:
            raise CorpusError("--model names a model of your own coder: give its address with --coder.")


def write(paths: Sequence[Path], out: Path, how: How, say: Say) -> None:
    """Code articles and write their events to a file, which appears when it is whole."""
    output.check_out(out, paths)
    corpus = Corpus(paths)
    tally = Tally(corpus.total)
    with output.events_file(out) as put:
        for outcome in followed(_outcomes(corpus, how, say), tally, say):
            put(outcome.events)
        _close(tally)
    say(str(tally))


def find(paths: Sequence[Path], how: How, say: Say) -> list[Event]:
    """Code articles and return their events; where each was named, one that cannot be used is refused at once."""
    corpus = Corpus(paths)
    tally = Tally(corpus.total)
    outcomes = _outcomes(corpus, how, say)
    if corpus.plain:
        outcomes = _strict(outcomes)
    events = [event for outcome in followed(outcomes, tally, say) for event in outcome.events]
    _close(tally)
    if not corpus.plain:
        say(str(tally))
    return events


def _strict(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    for outcome in outcomes:
        if outcome.trouble:
            raise ArticleError(outcome.trouble)
        yield outcome


def _close(tally: Tally) -> None:
    if not tally.coded:
        which = "The article" if tally.total == 1 else f"None of the {tally.total:,} articles"
        raise CorpusError(f"{which} could {'not ' if tally.total == 1 else ''}be coded.")


def _outcomes(corpus: Corpus, how: How, say: Say) -> Iterator[Outcome]:
    if how.coder:
        return _by_own_coder(corpus, how, say)
    if how.scheduler:
        return by_cluster(corpus, how.scheduler, say)
    jobs = coders.jobs_for(corpus.total, how.jobs)
    return coders.by_processes(corpus, jobs) if jobs > 1 else coders.one_after_another(corpus)


def _by_own_coder(corpus: Corpus, how: How, say: Say) -> Iterator[Outcome]:
    """Code through an address of the user's choice, and say before what will leave the machine."""
    from dashboard.endpoint import CoderError, Endpoint  # noqa: PLC0415 - only those with a coder of their own need it

    silent: list[str] = []

    def say_once(line: str) -> None:
        if line not in silent[-1:]:  # an article without an answer is told with its outcome
            say(line)

    try:
        url = how.coder or ""
        endpoint = Endpoint(url, how.model, how.answers, say=say_once)
        silent = endpoint.not_coded
        count = sum(isinstance(coders.read_or_say(given), Article) for given in corpus)
        if count:
            host = urlsplit(url).hostname or url
            say(f"{count:,} article{'' if count == 1 else 's'} will be sent to {host}.")
        told = 0
        for outcome in coders.through(corpus, endpoint.code):
            new, told = endpoint.not_coded[told:], len(endpoint.not_coded)
            yield replace(outcome, trouble=new[0]) if new else outcome
    except CoderError as error:
        raise CorpusError(str(error)) from None
    for name, counted in (("refused", endpoint.refused), ("left out", endpoint.left_out)):
        for reason, times in counted.most_common():
            say(f"{name} {times:,} ×: {reason}")
