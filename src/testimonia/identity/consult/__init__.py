"""Consulting: a language model reads the whole article, as one more reader; what it says counts as far as its quotes stand.

    articles, their readings -> consultations

`windows` cuts long articles, `prompt` asks, `answer` is what may be answered, `gate` and `whose` let quotes pass, `values` attributes;
`ground` keeps what passed, `join` puts it beside what the rules found. It proposes; nothing that they found is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from testimonia.domain.article import Article
from testimonia.domain.codebook import Codebook
from testimonia.domain.consultation import Consultation
from testimonia.domain.lexicon import Lexicon
from testimonia.domain.reading import Reading
from testimonia.domain.setaside import Reason, SetAside
from testimonia.domain.settings import Settings
from testimonia.identity.consult.answer import Answer, decode
from testimonia.identity.consult.ground import Ground
from testimonia.identity.consult.join import heard, join
from testimonia.identity.consult.prompt import Prompt, data
from testimonia.identity.consult.windows import windows
from testimonia.identity.detect.layout import lay_out
from testimonia.ports.llm import NoReply, Reply, Request

Ask = Callable[[Request], Reply | NoReply]


class ConsultOptions(msgspec.Struct, frozen=True, kw_only=True):
    """`model`: as its server knows it. `window_tokens`: of the article in one question; `answer_tokens`: of an answer."""

    model: str
    window_tokens: int
    answer_tokens: int


def consult(
    pairs: Iterable[tuple[Article, Reading, str]],
    options: ConsultOptions,
    settings: Settings,
    codebook: Codebook,
    lexicon: Lexicon,
    ask: Ask,
) -> Iterator[Consultation | SetAside]:
    """One consultation an article, or the reason why there is none; then the rules' reading stands alone.

    `pairs`: article, reading, and the mark of the reading.
    """
    prompt = Prompt.of(options.model, settings, codebook, options.answer_tokens)
    for article, reading, mark in pairs:
        yield _Consulting(article, reading, mark, prompt, codebook, lexicon, ask).all(settings, options.window_tokens)


class _Failed(Exception):  # noqa: N818 - it never leaves this module
    def __init__(self, reason: Reason, why: str) -> None:
        super().__init__(why)
        self.reason, self.why = reason, why


class _Consulting:
    """One article."""

    def __init__(
        self,
        article: Article,
        reading: Reading,
        mark: str,
        prompt: Prompt,
        codebook: Codebook,
        lexicon: Lexicon,
        ask: Ask,
    ) -> None:
        self._article, self._reading, self._mark, self._prompt, self._ask = article, reading, mark, prompt, ask
        self._layout = lay_out(article)
        self._ground = Ground(self._layout, reading.appearances, codebook, lexicon, prompt.coder)
        self._requests = self._in = self._out = 0

    def all(self, settings: Settings, window_tokens: int) -> Consultation | SetAside:
        """Asks window by window; the whole article is set aside where one has no answer."""
        lengths = [piece.end - piece.start for piece in self._layout.sentences]
        try:
            for window in windows(lengths, window_tokens):
                self._ground.take(self._answer(data(self._layout, window, self._ground.rows)))
        except _Failed as failed:
            return SetAside(
                stage="consult",
                subject=self._article.id,
                source=self._article.source,
                reason=failed.reason,
                detail=failed.why,
            )
        ground = self._ground
        return Consultation(
            article=self._article.id,
            on=self._mark,
            model=self._prompt.model,
            prompt=self._prompt.hash,
            reading=join(self._reading, ground.individuals, ground.claims, self._layout, settings, self._prompt.coder),
            heard=heard(ground.individuals),
            tally=ground.tally,
            requests=self._requests,
            tokens_in=self._in,
            tokens_out=self._out,
        )

    def _answer(self, words: str) -> Answer:
        """The answer; asked once more where it does not fit the schema."""
        complaint = ""
        for _ in range(2):
            reply = self._ask(self._prompt.request(words, complaint))
            if isinstance(reply, NoReply):
                raise _Failed(Reason.NO_ANSWER, f"{reply.why}; the rules' reading stands alone")
            self._requests += 1
            self._in, self._out = self._in + reply.tokens_in, self._out + reply.tokens_out
            found = decode(reply.text)
            if isinstance(found, Answer):
                return found
            complaint = f"cut off after {reply.tokens_out} tokens" if reply.finish == "length" else found
        raise _Failed(
            Reason.BAD_ANSWER, f"twice no answer that fits the schema ({complaint}); the rules' reading stands alone"
        )
