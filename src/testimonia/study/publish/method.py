"""The method, in words that hold for this study: how it counts, what the range means, what it cannot say."""

from __future__ import annotations

from testimonia.domain.settings import Disclosure
from testimonia.study.language import noted, phrase, said, say
from testimonia.study.mask import MASK
from testimonia.study.publish.desk import Desk
from testimonia.study.publish.front import COUNT, groups_named
from testimonia.study.publish.ledger import Ledger, words
from testimonia.study.publish.pages import CodeRule, Paragraph
from testimonia.study.publish.views import Line
from testimonia.study.publish.wording import date_words

_SHOWN = {
    Disclosure.NAMES: noted("under the name under which they spoke"),
    Disclosure.INITIALS: noted("by initials"),
    Disclosure.IDS: noted("by an id"),
}


def window(desk: Desk) -> str:
    """The study's period in words."""
    start, end = desk.settings.window_start, desk.settings.window_end
    if start and end:
        return say("{start} to {end}", start=date_words(start), end=date_words(end))
    return (
        say("from {start}", start=date_words(start))
        if start
        else say("up to {end}", end=date_words(end))
        if end
        else say("without limits of time")
    )


def edition(desk: Desk) -> str:
    """Which state of the study this is: the last decision in its log."""
    if not desk.snapshot.decisions:
        return say("Before any decision by a reviewer")
    last = desk.snapshot.decisions[-1]
    return say("As of decision {last}, {at}", last=last.number, at=date_words(last.at[:10]))


def rules(desk: Desk) -> tuple[CodeRule, ...]:
    """The codebook, as the coders see it."""
    return tuple(
        CodeRule(name=c.name, family=c.family, definition=c.definition,
                 includes="; ".join(c.includes), excludes="; ".join(c.excludes))
        for c in desk.codebook.codes
    )  # fmt: skip


def method(desk: Desk, ledger: Ledger) -> tuple[Paragraph, ...]:
    """The paragraphs of the method."""
    return (
        Paragraph(title=say("Who is counted"), lines=_counted(desk, ledger)),
        Paragraph(title=say("The count is a floor, with a range"), lines=_range(ledger)),
        Paragraph(title=say("Not mentioned is not no"), lines=_silence()),
        Paragraph(title=say("Quotes and codes"), lines=(*_codes(), *_model(desk))),
        Paragraph(title=say("Agreement"), lines=_agreement(ledger)),
        Paragraph(title=say("Five dates"), lines=_dates()),
        Paragraph(title=say("Names"), lines=_names(desk)),
        Paragraph(title=say("Limits"), lines=_limits()),
        Paragraph(title=say("To repeat it"), lines=_repeat(desk)),
    )


def _counted(desk: Desk, ledger: Ledger) -> tuple[Line, ...]:
    group = groups_named(desk)
    first: Line = phrase("Counted is a person who belonged to {group}, left of their own will, and whose own account of it is public in one of the sources read. The unit is the person, not the article: who speaks in several articles is counted once. The study’s period ({window}) is that of the first public word. Not counted are people who travelled and stayed, who were captured or killed, who came back but told only the authorities, members of other groups, and people of whom only others speak.", group=group, window=window(desk))  # fmt: skip
    if not ledger.value(COUNT):
        return (first,)
    second: Line = phrase("{included} of those counted were decided by reviewers, who gave a reason; {candidate} are proposed by the program and await a decision. {num} of them rest on a single independent origin (wire copies of one story are one origin), {num_b} on two, {plus} on three or more.", included=ledger.num("count.included"), candidate=ledger.num("count.candidate"), num=ledger.num("count.origins.1"), num_b=ledger.num("count.origins.2"), plus=ledger.num("count.origins.3_plus"))  # fmt: skip
    return first, second


def _range(ledger: Ledger) -> tuple[Line, ...]:
    line: Line = phrase("The sources hold only those who spoke and were published, so the number is a floor for those who left. Within the sources, some questions are open: whether two descriptions are one person, and whether somebody is a case. The range gives the count if all of them were answered one way or the other. It is no sampling error.")  # fmt: skip
    if not ledger.value("review.open.count"):
        return line, phrase("No question is open at the moment.")
    waiting: Line = phrase(
        "Open at the moment: {open}.", open=ledger.counted("review.open.count", "question", "questions")
    )
    return line, waiting


def _silence() -> tuple[Line, ...]:
    return (
        phrase("A code is present, denied, or not mentioned. Who does not mention a reason in an article may still have had it: nobody asked, or the newspaper cut it. Shares are therefore given with bounds: the lower one as if none of the silent shared the reason, the upper one as if all of them did. The hatched part of each bar is that uncertainty."),
        phrase("The thin line across a bar is the 95% interval of Wilson: what chance alone would allow if the people found were a random sample of those who spoke. They are not, so it is the least uncertainty, not all of it. Below ten people no share is put in words."),
    )  # fmt: skip


def _codes() -> tuple[Line, ...]:
    return (
        phrase("A code stands for a person only with a passage of the article that shows it to be that person’s own reason. Reasons that an expert, an official or a relative supplies are not coded. The words of each quote stand exactly so in the archived text, at known places; this report is not published if one of them does not."),
        phrase("“In own words” marks quotes that stand in quotation marks; other passages are the article’s telling of what the person said. Many were translated by the newspaper."),
    )  # fmt: skip


def _model(desk: Desk) -> tuple[Line, ...]:
    """The language model that read along, if one did."""
    held = desk.snapshot.consulted
    if held is None:
        return ()
    rate = "none" if held.tally.rate is None else f"{100 * held.tally.rate:.1f}%"
    return (
        phrase("A language model read {articles} of the articles as one more reader (model and prompt: {coders}; {tokens_out} tokens). It proposes; people decide. A proposal counts only with words that stand in the article and belong to the person: of the {proposed} passages that it quoted, {rate} were rejected.", articles=held.articles, coders=", ".join(held.coders), tokens_out=held.tokens_in + held.tokens_out, proposed=held.tally.proposed, rate=rate),
    )  # fmt: skip


def _agreement(ledger: Ledger) -> tuple[Line, ...]:
    figures = [f for f in ledger.figures.values() if f.unit == "alpha"]
    if figures:
        opening = words(say("Krippendorff’s alpha, for each code that was coded twice. "))
        said = [phrase("{title}: {id}. ", title=ledger.title(f), id=ledger.num(f.id)) for f in figures]
        return ((opening, *(piece for one in said for piece in one)),)
    return (
        phrase("This edition reports no agreement between coders: it holds no figure for it. Each quote says whether a reviewer has confirmed its code or the program alone proposed it; read unchecked ones as proposals."),
    )  # fmt: skip


def _dates() -> tuple[Line, ...]:
    return (
        phrase("Five dates are kept apart: when somebody joined, left, first spoke publicly, when the article was published, and when it was captured for this study. Growth is shown by the month of the first public word. It is not corrected for the delay between leaving and speaking, nor for sources added later."),
    )  # fmt: skip


def _names(desk: Desk) -> tuple[Line, ...]:
    plain, changed = desk.settings.disclosure, desk.settings.disclosure_pseudonymous
    return (
        phrase("People are shown {plain}; those who spoke under a changed name, {index}. Their other names, and the names of people who did not choose to speak (those not counted, travellers, relatives, victims), are blacked out in all excerpts and titles: {mask}. An address that spells such a name is withheld. What is blacked out is what the program knows to be a form of the name; the sources themselves are public.", plain=said(_SHOWN[plain]), index=said(_SHOWN[max(plain, changed, key=list(_SHOWN).index)]), mask=MASK),
        phrase("Only the paragraph around a quote is shown, never an article as a whole."),
    )  # fmt: skip


def _limits() -> tuple[Line, ...]:
    return (
        phrase("These are accounts as published. People who speak may have reasons to play down their own part; circumstances cannot always be checked; journalists choose whom to ask and what to print. Countries whose press is read more are seen more. Those who left and are silent, in hiding or dead are not here. The numbers describe public testimony, not all who left."),
    )  # fmt: skip


def _repeat(desk: Desk) -> tuple[Line, ...]:
    book = desk.codebook
    log = (
        say("; decision log up to {hash}", hash=desk.snapshot.decisions[-1].hash[:16])
        if desk.snapshot.decisions
        else ""
    )
    return (
        phrase("Made with {program}; codebook “{book}”, version {version} ({fingerprint}){log}{learned}. The same sources and decisions give the same report, byte for byte. Every number stands in the ledger at the end with its query, its members and a checksum.", program=desk.snapshot.program, book=book.title, version=book.version, fingerprint=book.fingerprint()[:16], log=log, learned=_learned(desk)),
    )  # fmt: skip


def _learned(desk: Desk) -> str:
    """That the program proposes by weights which the reviewers' own decisions taught, where it does."""
    makers = [one.detector for one in desk.snapshot.appearances.values()]
    makers += [one.coder for one in desk.snapshot.codings if one.coder.startswith("machine:")]
    names = sorted({part for maker in makers for part in maker.split("+") if part.startswith("learned@")})
    return (
        say("; proposals by weights learned from the reviewers’ decisions ({names})", names=", ".join(names))
        if names
        else ""
    )
