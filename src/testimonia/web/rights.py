"""Who may do what: ONE table of roles, and one of routes, which the gate obeys and the tests walk through."""

from __future__ import annotations

import enum


class Right(enum.StrEnum):
    """What a page or a verb asks of whoever comes."""

    PUBLIC = "public"  # also without a session
    READ = "read"
    CODE = "code"  # answer questions, code, decide on persons, write memos
    ADJUDICATE = "adjudicate"
    LEAD = "lead"  # codebook, rounds, taking back what others decided
    ADMIN = "admin"  # accounts
    NAMES = "names"  # sealed: real names and raw captures; given to a person, never by a role


class Role(enum.StrEnum):
    """What somebody is in the team."""

    READER = "reader"
    CODER = "coder"
    ADJUDICATOR = "adjudicator"
    LEAD = "lead"
    ADMIN = "admin"


_LADDER = (Right.READ, Right.CODE, Right.ADJUDICATE, Right.LEAD, Right.ADMIN)
ROLES: dict[Role, frozenset[Right]] = {
    role: frozenset(_LADDER[: place + 1]) | {Right.PUBLIC} for place, role in enumerate(Role)
}
"""Each role may do what the one before it may, and one thing more."""

ROUTES: dict[tuple[str, str], Right] = {
    ("GET", "/"): Right.READ,
    ("GET", "/login"): Right.PUBLIC,
    ("POST", "/login"): Right.PUBLIC,
    ("POST", "/logout"): Right.READ,
    ("GET", "/static/{name}"): Right.PUBLIC,
    ("POST", "/seen"): Right.READ,
    ("GET", "/pulse"): Right.READ,
    ("GET", "/figure/{id}"): Right.READ,
    ("GET", "/queue"): Right.READ,
    ("GET", "/articles"): Right.READ,
    ("GET", "/article/{id}"): Right.READ,
    ("GET", "/captured/{id}"): Right.NAMES,
    ("GET", "/persons"): Right.READ,
    ("GET", "/person/{id}"): Right.READ,
    ("GET", "/codebook"): Right.READ,
    ("GET", "/rounds"): Right.READ,
    ("GET", "/round/{name}"): Right.READ,
    ("GET", "/unit/{name}/{id}"): Right.CODE,
    ("GET", "/adjudicate/{name}"): Right.ADJUDICATE,
    ("GET", "/agreement/{name}"): Right.READ,
    ("GET", "/history"): Right.READ,
    ("GET", "/then"): Right.READ,
    ("GET", "/accounts"): Right.ADMIN,
    ("POST", "/accounts"): Right.ADMIN,
    ("POST", "/decide/{verb}"): Right.READ,  # and what VERBS asks for the verb
    ("GET", "/api/openapi.json"): Right.READ,
    ("GET", "/api/status"): Right.READ,
    ("GET", "/api/queue"): Right.READ,
    ("GET", "/api/history"): Right.READ,
    ("POST", "/api/decide/{verb}"): Right.READ,  # the same
}
"""Every route there is. One that is missing here cannot be built (`app`)."""

VERBS: dict[str, Right] = {
    "include": Right.CODE,
    "exclude": Right.CODE,
    "merge": Right.CODE,
    "split": Right.CODE,
    "accept": Right.CODE,
    "reject": Right.CODE,
    "add_coding": Right.CODE,
    "translate": Right.CODE,
    "correct": Right.CODE,
    "undo": Right.CODE,  # of others' decisions: LEAD
    "memo": Right.CODE,
    "snooze": Right.CODE,
    "ask": Right.CODE,
    "answer": Right.CODE,
    "adjudicate": Right.ADJUDICATE,
    "define_code": Right.LEAD,
    "retire_code": Right.LEAD,
    "merge_codes": Right.LEAD,
    "draw": Right.LEAD,
}
"""Every verb that the desk records."""
UNSEALED = frozenset({"translate"})
"""Verbs that ask for the right to see names as well: whoever translates reads and writes them."""


def may(role: Role, right: Right, *, names: bool) -> bool:
    """Whether somebody in this role (and with or without the seal) has the right."""
    return names if right is Right.NAMES else right in ROLES[role]
