"""The coders that can be scored: the one that comes with the program, and one of the user's own behind an address."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlsplit

from dashboard import coding
from dashboard.coding.articles import sentences
from dashboard.corpus.coders import Outcome
from dashboard.corpus.progress import Tally, followed
from dashboard.evaluation.frozen import BUILT_IN
from dashboard.evaluation.gold import GoldError
from dashboard.model import Article, Event

Say = Callable[[str], None]


class Timed:
    """A coder under a stopwatch: what it cannot code gets no events, is said, and stands in ``not_coded``."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self.seconds = 0.0
        self.sentences = 0
        self.not_coded: list[str] = []

    def code(self, articles: Sequence[Article]) -> list[list[Event]]:
        """Return a list of events per article; raise GoldError if not one article could be coded."""
        tally = Tally(len(articles))
        coded = [outcome.events for outcome in followed(self._outcomes(articles), tally, self._say)]
        if articles and not tally.coded:
            raise GoldError(f"None of the {tally.total:,} articles could be coded; the first: {self.not_coded[0]}")
        return coded

    @property
    def speed(self) -> float:
        """Return how many sentences were coded in a second."""
        return self.sentences / self.seconds if self.seconds else 0.0

    @property
    def name(self) -> str:
        """Return the name for ledgers and reports."""
        raise NotImplementedError

    @property
    def fingerprint(self) -> str:
        """Return a short hash of what decides how this coder codes, as far as it is here."""
        raise NotImplementedError

    def _outcomes(self, articles: Sequence[Article]) -> Iterator[Outcome]:
        for article in articles:
            began = time.perf_counter()
            outcome = self._outcome(article)
            self.seconds += time.perf_counter() - began
            self.sentences += len(sentences(article))
            self.not_coded += [outcome.trouble] if outcome.trouble else []
            yield outcome

    def _outcome(self, article: Article) -> Outcome:
        raise NotImplementedError


class BuiltIn(Timed):
    """The coder that comes with the program, in one process."""

    name = BUILT_IN

    def code(self, articles: Sequence[Article]) -> list[list[Event]]:
        """Load what a language needs before the stopwatch runs, then code."""
        for article in {article.language: article for article in articles}.values():
            self._outcome(article)
        return super().code(articles)

    @property
    def fingerprint(self) -> str:
        """Return a short hash of the coder's code, tables and models."""
        from dashboard.coded import fingerprint  # noqa: PLC0415 - only a run needs it

        return fingerprint()[:12]

    def _outcome(self, article: Article) -> Outcome:
        try:
            return Outcome(article.article_id, coding.code_article(article))
        except Exception as error:  # one article must not cost the others
            said = " ".join(str(error).split())[:200].rstrip(".")
            trouble = f"“{article.article_id}” could not be coded ({type(error).__name__}: {said})."
            return Outcome(article.article_id, [], trouble)


class Own(Timed):
    """A coder of the user's own; what is sent where is said before."""

    def __init__(self, url: str, model: str | None, say: Say) -> None:
        from dashboard.endpoint import CoderError, Endpoint  # noqa: PLC0415 - only those with a coder of their own need it

        super().__init__(say)
        self._error = CoderError
        self._host = urlsplit(url).hostname or url
        self._model = model
        try:
            self._endpoint = Endpoint(url, model, say=say)
        except CoderError as error:
            raise GoldError(str(error)) from None

    @property
    def name(self) -> str:
        """Return the model's name; the host's, where no model was named and none answered."""
        return self._model or self._host

    @property
    def fingerprint(self) -> str:
        """Return a short hash of what the model is asked."""
        from dashboard.endpoint import asking  # noqa: PLC0415

        asked = asking.instruction() + json.dumps(asking.schema(), sort_keys=True)
        return hashlib.sha256(asked.encode()).hexdigest()[:12]

    def code(self, articles: Sequence[Article]) -> list[list[Event]]:
        """Say how many articles go where, and send them."""
        self._say(f"{len(articles):,} article{'' if len(articles) == 1 else 's'} will be sent to {self._host}.")
        coded = super().code(articles)
        for name, counted in (("refused", self._endpoint.refused), ("left out", self._endpoint.left_out)):
            for reason, times in counted.most_common():
                self._say(f"{name} {times:,} ×: {reason}")
        return coded

    def _outcome(self, article: Article) -> Outcome:
        told = len(self._endpoint.not_coded)
        try:
            (events,) = self._endpoint.code([article])
        except self._error as error:
            raise GoldError(str(error)) from None
        if not self._model and events:
            self._model = events[0].rule.removeprefix("endpoint.")
        return Outcome(article.article_id, events, next(iter(self._endpoint.not_coded[told:]), ""))
