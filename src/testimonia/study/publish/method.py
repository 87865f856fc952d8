"""The method, in words that hold for this study: how it counts, what the range means, what it cannot say."""

from __future__ import annotations

from testimonia.domain.settings import Disclosure
from testimonia.study.mask import MASK
from testimonia.study.publish.desk import Desk
from testimonia.study.publish.front import COUNT, groups_named
from testimonia.study.publish.ledger import Ledger, words
from testimonia.study.publish.pages import CodeRule, Paragraph
from testimonia.study.publish.views import Line
from testimonia.study.publish.wording import date_words

_SHOWN = {
    Disclosure.NAMES: "under the name under which they spoke",
    Disclosure.INITIALS: "by initials",
    Disclosure.IDS: "by an id",
}


def window(desk: Desk) -> str:
    """The study's period in words."""
    start, end = desk.settings.window_start, desk.settings.window_end
    if start and end:
        return f"{date_words(start)} to {date_words(end)}"
    return f"from {date_words(start)}" if start else f"up to {date_words(end)}" if end else "without limits of time"


def edition(desk: Desk) -> str:
    """Which state of the study this is: the last decision in its log."""
    if not desk.snapshot.decisions:
        return "Before any decision by a reviewer"
    last = desk.snapshot.decisions[-1]
    return f"As of decision {last.number}, {date_words(last.at[:10])}"


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
        Paragraph(title="Who is counted", lines=_counted(desk, ledger)),
        Paragraph(title="The count is a floor, with a range", lines=_range(ledger)),
        Paragraph(title="Not mentioned is not no", lines=_silence()),
        Paragraph(title="Quotes and codes", lines=(*_codes(), *_model(desk))),
        Paragraph(title="Agreement", lines=_agreement(ledger)),
        Paragraph(title="Five dates", lines=_dates()),
        Paragraph(title="Names", lines=_names(desk)),
        Paragraph(title="Limits", lines=_limits()),
        Paragraph(title="To repeat it", lines=_repeat(desk)),
    )


def _counted(desk: Desk, ledger: Ledger) -> tuple[Line, ...]:
    group = groups_named(desk)
    first: Line = (words(
        f"Counted is a person who belonged to {group}, left of their own will, and whose own account of it is public in one "
        f"of the sources read. The unit is the person, not the article: who speaks in several articles is counted once. "
        f"The study’s period ({window(desk)}) is that of the first public word. Not counted are people who travelled and "
        "stayed, who were captured or killed, who came back but told only the authorities, members of other groups, and "
        "people of whom only others speak."
    ),)  # fmt: skip
    if not ledger.value(COUNT):
        return (first,)
    second: Line = (ledger.num("count.included"), words(" of those counted were decided by reviewers, who gave a reason; "),
                    ledger.num("count.candidate"), words(" are proposed by the program and await a decision. "),
                    ledger.num("count.origins.1"), words(" of them rest on a single independent origin (wire copies of one "
                    "story are one origin), "), ledger.num("count.origins.2"), words(" on two, "),
                    ledger.num("count.origins.3_plus"), words(" on three or more."))  # fmt: skip
    return first, second


def _range(ledger: Ledger) -> tuple[Line, ...]:
    line: Line = (words(
        "The sources hold only those who spoke and were published, so the number is a floor for those who left. Within the "
        "sources, some questions are open: whether two descriptions are one person, and whether somebody is a case. The "
        "range gives the count if all of them were answered one way or the other. It is no sampling error."
    ),)  # fmt: skip
    if not ledger.value("review.open.count"):
        return line, (words("No question is open at the moment."),)
    waiting: Line = (
        words("Open at the moment: "),
        *ledger.counted("review.open.count", "question", "questions"),
        words("."),
    )
    return line, waiting


def _silence() -> tuple[Line, ...]:
    return (
        (words("A code is present, denied, or not mentioned. Who does not mention a reason in an article may still have had "
               "it: nobody asked, or the newspaper cut it. Shares are therefore given with bounds: the lower one as if none of the "
               "silent shared the reason, the upper one as if all of them did. The hatched part of each bar is that "
               "uncertainty."),),
        (words("The thin line across a bar is the 95% interval of Wilson: what chance alone would allow if the people found "
               "were a random sample of those who spoke. They are not, so it is the least uncertainty, not all of it. Below ten "
               "people no share is put in words."),),
    )  # fmt: skip


def _codes() -> tuple[Line, ...]:
    return (
        (words("A code stands for a person only with a passage of the article that shows it to be that person’s own reason. Reasons "
               "that an expert, an official or a relative supplies are not coded. The words of each quote stand exactly "
               "so in the archived text, at known places; this report is not published if one of them does not."),),
        (words("“In own words” marks quotes that stand in quotation marks; other passages are the article’s telling of what "
               "the person said. Many were translated by the newspaper."),),
    )  # fmt: skip


def _model(desk: Desk) -> tuple[Line, ...]:
    """The language model that read along, if one did."""
    held = desk.snapshot.consulted
    if held is None:
        return ()
    rate = "none" if held.tally.rate is None else f"{100 * held.tally.rate:.1f}%"
    return (
        (words(f"A language model read {held.articles} of the articles as one more reader (model and prompt: {', '.join(held.coders)}; "
               f"{held.tokens_in + held.tokens_out} tokens). It proposes; people decide. A proposal counts only with words that stand in "
               f"the article and belong to the person: of the {held.tally.proposed} passages that it quoted, {rate} were rejected."),),
    )  # fmt: skip


def _agreement(ledger: Ledger) -> tuple[Line, ...]:
    figures = [f for f in ledger.figures.values() if f.unit == "alpha"]
    if figures:
        opening = words("Krippendorff’s alpha, for each code that was coded twice. ")
        said = [(words(f"{ledger.title(f)}: "), ledger.num(f.id), words(". ")) for f in figures]
        return ((opening, *(piece for one in said for piece in one)),)
    return (
        (words("This edition reports no agreement between coders: it holds no figure for it. Each quote says whether a reviewer "
               "has confirmed its code or the program alone proposed it; read unchecked ones as proposals."),),
    )  # fmt: skip


def _dates() -> tuple[Line, ...]:
    return (
        (words("Five dates are kept apart: when somebody joined, left, first spoke publicly, when the article was published, and when "
               "it was captured for this study. Growth is shown by the month of the first public word. It is not corrected for the "
               "delay between leaving and speaking, nor for sources added later."),),
    )  # fmt: skip


def _names(desk: Desk) -> tuple[Line, ...]:
    plain, changed = desk.settings.disclosure, desk.settings.disclosure_pseudonymous
    return (
        (words(f"People are shown {_SHOWN[plain]}; those who spoke under a changed name, {_SHOWN[max(plain, changed, key=list(_SHOWN).index)]}. "
               "Their other names, and the names of people who did not choose to speak (those not counted, travellers, relatives, "
               f"victims), are blacked out in all excerpts and titles: {MASK}. An address that spells such a name is withheld. What is blacked "
               "out is what the program knows to be a form of the name; the sources themselves are public."),),
        (words("Only the paragraph around a quote is shown, never an article as a whole."),),
    )  # fmt: skip


def _limits() -> tuple[Line, ...]:
    return (
        (words("These are accounts as published. People who speak may have reasons to play down their own part; circumstances "
               "cannot always be checked; journalists choose whom to ask and what to print. Countries whose press is read more are seen more. "
               "Those who left and are silent, in hiding or dead are not here. The numbers describe public testimony, "
               "not all who left."),),
    )  # fmt: skip


def _repeat(desk: Desk) -> tuple[Line, ...]:
    book = desk.codebook
    log = f"; decision log up to {desk.snapshot.decisions[-1].hash[:16]}" if desk.snapshot.decisions else ""
    return (
        (words(f"Made with {desk.snapshot.program}; codebook “{book.title}”, version {book.version} ({book.fingerprint()[:16]}){log}{_learned(desk)}. "
               "The same sources and decisions give the same report, byte for byte. Every number stands in the ledger at the end with "
               "its query, its members and a checksum."),),
    )  # fmt: skip


def _learned(desk: Desk) -> str:
    """That the program proposes by weights which the reviewers' own decisions taught, where it does."""
    makers = [one.detector for one in desk.snapshot.appearances.values()]
    makers += [one.coder for one in desk.snapshot.codings if one.coder.startswith("machine:")]
    names = sorted({part for maker in makers for part in maker.split("+") if part.startswith("learned@")})
    return f"; proposals by weights learned from the reviewers’ decisions ({', '.join(names)})" if names else ""
