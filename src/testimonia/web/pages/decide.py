"""A decision from a form: recorded, or refused with the reason why."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.responses import Response

from testimonia.errors import UsageError
from testimonia.web.pages.outcome import OWN, own_marks
from testimonia.web.verbs import decision, from_form, question_of
from testimonia.web.visit import Visit, safe_path

_OURS = ("back", "asked", "attach", "value_is_unknown")


def decide(visit: Visit) -> Response:
    """Records it and goes back. `asked`: the question that it answers, which leaves everybody's queue at once."""
    verb = visit.request.path_params["verb"]
    form = from_form({name: value for name, value in visit.form.items() if name not in _OURS})
    if verb == "memo" and visit.form.get("attach"):  # words selected in an article, for a person, without a code
        form = {"on": form.get("id"), "text": form.get("reason", "")} | {
            k: form.get(k) for k in ("document", "start", "end")
        }
    if verb == "correct" and visit.form.get("value_is_unknown"):
        form["value"] = None
    if verb == "adjudicate" and visit.form.get(OWN):
        form = {name: form[name] for name in ("round", "id", "reason", "seen") if name in form}
        form["marks"] = own_marks(visit.form)
    if isinstance(form.get("marks"), str):
        form["marks"] = _marks(form["marks"])
    asked = str(visit.form.get("asked") or "")
    event = visit.house.office.decide(decision(verb, form, visit.session), asked, about=question_of(verb, form))
    back = safe_path(str(visit.form.get("back") or "/"))
    if back.startswith("/queue"):
        back = f"{back}{'&' if '?' in back else '?'}done={event.number}"
    return visit.back(back)


def _marks(words: str) -> list[dict[str, Any]]:
    try:
        return msgspec.json.decode(words or "[]", type=list[dict[str, Any]])
    except (msgspec.MsgspecError, RecursionError) as error:
        raise UsageError("the marks cannot be read", got=words[:40]) from error
