"""A coder of the user's own: a language model behind any chat endpoint that speaks OpenAI's protocol.

It is used only where it is named. The model is given the codebook and one article at a time; nothing that it answers
is believed unless the article bears it out. Its context must hold the instruction, the article and the answer, about
8,000 tokens together; some servers cut longer questions without a word.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from dashboard.endpoint import answers, asking, kept
from dashboard.endpoint.review import disagreements
from dashboard.endpoint.server import CoderError, Rejected, Server, Unanswered
from dashboard.model import Article, Event
from dashboard.transport import Patience

__all__ = ["CoderError", "Endpoint", "Patience", "disagreements"]

#: So many articles rejected in a row, and none answered yet: it is not the articles.
REJECTIONS: Final = 3


def _silent(_: str) -> None:
    """Say nothing."""


class Endpoint:
    """A coder behind a chat endpoint: ``code`` takes articles and gives a list of events for each.

    ``refused`` counts the events that were not taken over by reason, ``left_out`` single fields of events that were;
    ``not_coded`` has a sentence per article without a usable answer. Raise CoderError if the address or the key
    cannot be used. Answers are kept in the folder ``cache``: name the model, and what is kept is not asked again.
    """

    def __init__(
        self,
        url: str,
        model: str | None = None,
        cache: Path | None = None,
        key: str | None = None,
        say: Callable[[str], None] = _silent,
        *,
        patience: Patience | None = None,
    ) -> None:
        self._server = Server(url, key, patience or Patience(), say)
        self._model, self._cache, self._say = model, cache, say
        self._form = 0
        self._rejected: int | None = 0  # None once an article was answered
        self.refused: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()
        self.not_coded: list[str] = []

    def code(self, articles: Sequence[Article]) -> Iterator[list[Event]]:
        """Yield the events of each article; raise CoderError with one sentence if the endpoint cannot be used."""
        for article in articles:
            try:
                given = self._given(article)
            except Unanswered as why:
                self.not_coded.append(f"“{article.article_id}” was not coded: {why}.")
                self._say(self.not_coded[-1])
                yield []
                continue
            yield answers.events(given, article, f"endpoint.{self._name()}", self.refused, self.left_out)

    def _name(self) -> str:
        """Return the model's name; without one, that of the only model there is."""
        if self._model is None:
            try:
                offered = self._server.models()
            except Rejected as why:
                raise CoderError(f"{self._server.url} does not tell its models, {why}: name one.") from None
            if len(offered) != 1:
                known = ", ".join(offered[:5]) or "none"
                raise CoderError(f"{self._server.url} has {len(offered)} models ({known}): name one.")
            self._model = offered[0]
        return self._model

    def _given(self, article: Article) -> list[Any]:
        """Return the events that the model gives for an article, kept or asked for."""
        asked = asking.message(article)
        whole = asking.instruction() + json.dumps(asking.schema())
        question = kept.Asked.of(article, asked, self._name(), self._server.url, whole)
        if self._cache and (answer := kept.find(self._cache, question)) is not None:
            try:
                return asking.found(answer)
            except ValueError:
                pass  # what cannot be read is asked again
        answer, given = self._answer(asked)
        if self._cache:
            try:
                kept.keep(self._cache, question, answer)
            except OSError as error:
                self._say(f"The answer for “{article.article_id}” could not be kept: {error}.")
        return given

    def _answer(self, asked: str) -> tuple[str, list[Any]]:
        """Ask for the events of an article, a second time if the answer cannot be read."""
        messages = asking.opening(asked)
        text, ended = self._chat(messages)
        try:
            return text, asking.found(text)
        except ValueError as error:
            if ended == "length":
                raise Unanswered("the answer was cut off at the model's limit") from None
            complaint = str(error)
        text, _ = self._chat(asking.again(messages, text[:20_000], complaint))
        try:
            return text, asking.found(text)
        except ValueError:
            raise Unanswered("the answer is no valid JSON, nor is its repair") from None

    def _chat(self, messages: list[asking.Message]) -> tuple[str, str]:
        """Send messages, asking for the answer's shape as strictly as the server allows."""
        forms = asking.forms()
        for number in range(self._form, len(forms)):
            try:
                answer = self._server.chat(asking.payload(self._name(), messages, forms[number]))
            except Rejected as rejected:
                why = rejected
                continue
            self._form, self._rejected = number, None
            return answer
        if self._rejected is not None:
            self._rejected += 1
            if self._rejected == REJECTIONS:
                raise CoderError(f"{self._server.url} answered none of the first {REJECTIONS} articles: {why}.")
        raise Unanswered(str(why))
