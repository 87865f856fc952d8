"""Nothing vanishes: what a stage does not keep, it sets aside with a reason."""

from __future__ import annotations

import enum

import msgspec


class Reason(enum.StrEnum):
    """Why an item does not go on. One closed list, so that attrition can be counted."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_DEEP = "too_deep"
    BINARY = "binary"
    UNREADABLE = "unreadable"
    VANISHED = "vanished"
    BOMB = "bomb"
    OUTSIDE = "outside"
    UNSUPPORTED_TYPE = "unsupported_type"
    NO_TEXT = "no_text"
    TOO_SHORT = "too_short"
    LANGUAGE = "language"
    ALREADY_CAPTURED = "already_captured"
    OFF_TOPIC = "off_topic"
    NO_CASE = "no_case"
    OUT_OF_WINDOW = "out_of_window"
    NO_ANSWER = "no_answer"
    BAD_ANSWER = "bad_answer"
    NO_DOCUMENT = "no_document"
    NO_QUOTE = "no_quote"
    NO_CODE = "no_code"
    NO_PERSON = "no_person"
    NO_VALUE = "no_value"
    OF_A_MACHINE = "of_a_machine"
    FORBIDDEN_ADDRESS = "forbidden_address"
    ROBOTS = "robots"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    PAYWALL = "paywall"
    CONSENT_WALL = "consent_wall"
    FAILED = "failed"


class SetAside(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One item that a stage left out.

    `subject` is the id (or the source) of the item, `detail` says in one sentence what was got and expected.
    """

    stage: str
    subject: str
    source: str
    reason: Reason
    detail: str = ""
