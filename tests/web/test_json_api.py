"""The JSON API against its own description: schemathesis makes requests that fit it and requests that do not, for the real desk over a real study."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from desk_signs import HOST
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    negative_data_rejection,
    positive_data_acceptance,
    unsupported_method,
)
from starlette.testclient import TestClient

from testimonia.api import Study
from testimonia.web.house import House
from testimonia.web.pages.json_api import description
from testimonia.web.rights import VERBS

SignIn = Callable[[str | None], Any]
EXAMPLES = 25
"""Requests of each sort for each operation: enough to meet every field, few enough for seconds."""
ELSEWHERE = [positive_data_acceptance, unsupported_method]
"""Checks that do not fit: other methods are tested below, and what is well formed is still refused (422) where it names nobody."""
STEADY = settings(
    derandomize=True, database=None, deadline=None, max_examples=EXAMPLES, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


FRENCH = """Un ancien cuisinier raconte son départ

Il a quitté la ville au printemps et parle aujourd'hui de ses longs mois dans la cuisine du camp, où rien de ce qu'on lui avait promis n'existait.

Sa famille l'attendait de l'autre côté de la frontière, et il dit qu'il ne retournera jamais dans ce pays, quoi qu'il arrive.
"""
ENGLISH = """A former cook tells of his leaving

He left the town in spring and now speaks of his long months in the kitchen of the camp, where nothing of what he had been promised existed.

His family waited for him on the other side of the border, and he says that he will never go back to that country, whatever happens.
"""


@pytest.fixture
def study(study: Path, tmp_path: Path) -> Path:
    """With an article that waits for a translation."""
    (tmp_path / "cuisinier.txt").write_text(FRENCH, encoding="utf-8")
    with Study.open(study) as held:
        held.run([tmp_path / "cuisinier.txt"])
        assert [one.language for one in held.untranslated()] == ["fr"]
    return study


@pytest.fixture
def things(team: House) -> dict[str, list[Any]]:
    """Field -> what of this study it may name, and what is not there; so that requests reach the verbs."""
    state, asked = team.office.board().snapshot, team.office.board().waiting()
    founding = [p.appearances[0] for p in state.persons[:2]]
    document, span = founding[0].partition("@")[0], state.appearances[founding[0]].mentions[0].span
    mark = {"code": "leaving/brutality", "start": span.start, "end": span.end}
    people = [*(p.id for p in state.persons[:2]), *founding, "P-nobody"]
    return {
        "article": [*team.office.board().unread, document],
        "id": people,
        "other": people,
        "coding": [*(k.id for k in state.codings[:2]), "k-none"],
        "on": [*people, document, "leaving/brutality", "?none"],
        "question": [*(one.id for one in asked[:2]), "?none"],
        "code": ["leaving/brutality", "joining/coercion", "joining/faith", "none"],
        "into": ["leaving/brutality", "leaving/corruption"],
        "document": [document, None],
        "quote": [span.quote],
        "start": [span.start, None],
        "end": [span.end, None],
        "sub": [None, "none"],
        "marks": [[], [mark], [mark | {"denied": True}], [mark | {"code": "none"}]],
        "field": ["age", "name", "hat"],
        "round": ["pilot", "none"],
        "take": ["lead", None],
        "until": ["2099-01-01", "yesterday"],
        "number": [40, 41, 42, 999],
    }


WORDS: dict[str, list[Any]] = {
    "translation": [ENGLISH, ENGLISH, "One paragraph."],
    "supplier": ["Odo Lindqvist", None],
    "value": [None, "33", "Kareem Invented"],
    "whom": ["lead"],
    "coders": [["admin", "lead"], []],
    "name": ["another", "pilot", "a third"],
    "seen": [0, 1, None, 999_999],
    "n": [1, 2, None],
    "each": [1, 2, None],
    "text": ["a note", None],
}
"""The same for fields in which much else would do too."""


def described(things: dict[str, list[Any]]) -> dict[str, Any]:
    """The description, with fields that hold these things."""
    made = description("desk")
    del made["security"]  # who may come in is tested by the matrix of rights; here somebody is signed in
    for path in made["paths"].values():
        if "post" in path:
            del path["post"]["security"]
            properties = path["post"]["requestBody"]["content"]["application/json"]["schema"]["properties"]
            properties |= {name: {"enum": values} for name, values in things.items() if name in properties}
    return made


@pytest.fixture
def client(sign_in: SignIn, team: House) -> Iterator[TestClient]:
    """An admin's, beside a round in which a colleague has answered everything."""
    held, lead = sign_in("admin"), sign_in("lead")
    team.office.decide(lambda study: study.draw("pilot", coders=["admin", "lead"], by="lead"))
    for unit in team.office.read(lambda study: study.assignments("pilot", "lead")):
        body = {"round": "pilot", "id": unit.appearance, "marks": []}
        assert lead.post("/api/decide/answer", json=body, headers={"X-CSRF-Token": lead.csrf}).status_code == 201
    yield held
    assert team.office.read(lambda study: study.verify()).events == team.office.head


def operations(document: dict[str, Any]) -> list[Any]:
    found = [one.ok() for one in schemathesis.openapi.from_dict(document).get_all_operations()]
    return sorted(found, key=lambda one: one.path.endswith("retire_code"))  # a retired code can be given no more


def ask(client: TestClient, case: Any) -> Any:
    """The request as made, by whoever is signed in."""
    sent = case.as_transport_kwargs(base_url=HOST)
    headers = {**dict(sent.get("headers") or {}), "X-CSRF-Token": client.csrf}  # type: ignore[attr-defined]
    kept = {name: sent[name] for name in ("params", "json", "data") if sent.get(name) is not None}
    if isinstance(kept.get("data"), bytes):
        kept["content"] = kept.pop("data")
    return client.request(sent["method"], sent["url"], headers=headers, **kept)


def test_what_fits_the_description_is_answered_as_it_says(client: TestClient, things: dict[str, list[Any]]) -> None:
    reached: dict[str, set[int]] = {}

    def answered(case: Any) -> None:
        response = ask(client, case)
        reached.setdefault(case.operation.path, set()).add(response.status_code)
        case.validate_response(response, excluded_checks=ELSEWHERE)

    for operation in operations(described(things | WORDS)):
        STEADY(given(case=operation.as_strategy())(answered))()
    assert set(reached) == {"/api/status", "/api/queue", "/api/history", *(f"/api/decide/{verb}" for verb in VERBS)}
    assert {path: statuses for path, statuses in reached.items() if not statuses & {200, 201}} == {}
    assert {status for statuses in reached.values() for status in statuses} <= {200, 201, 409, 422}


def test_what_does_not_fit_is_refused(client: TestClient, things: dict[str, list[Any]]) -> None:
    def refused(case: Any) -> None:
        response = ask(client, case)
        if response.status_code != 413:  # a refusal too, which that check does not know
            case.validate_response(response, additional_checks=[negative_data_rejection], excluded_checks=ELSEWHERE)

    for operation in operations(described(things)):
        if operation.path != "/api/status":  # which takes nothing, so nothing can be wrong with it
            STEADY(given(case=operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))(refused))()


def test_other_methods_and_other_paths_are_told_as_json_behind_the_same_headers(client: TestClient) -> None:
    for method, path, status in (("PUT", "/api/status", 405), ("GET", "/api/decide/memo", 405), ("GET", "/api/none", 404), ("POST", "/none", 404)):  # fmt: skip
        response = client.request(method, path)
        assert response.status_code == status
        assert "default-src 'none'" in response.headers["content-security-policy"]
        if path.startswith("/api/"):
            assert set(response.json()) == {"error", "got", "hint"}
        if status == 405:
            assert response.headers["allow"]
