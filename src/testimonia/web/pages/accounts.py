"""The accounts of the team, for its admin."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from testimonia.errors import UsageError
from testimonia.web.accounts import Account, Accounts
from testimonia.web.rights import Role
from testimonia.web.visit import Visit


@dataclass(frozen=True, kw_only=True)
class AccountsView:
    """All accounts, and the roles there are."""

    accounts: tuple[Account, ...]
    roles: tuple[str, ...]


def accounts(visit: Visit) -> Response:
    """The page."""
    held = visit.house.accounts.all() if visit.house.accounts else {}
    view = AccountsView(accounts=tuple(held[name] for name in sorted(held)), roles=tuple(role.value for role in Role))
    return visit.page("accounts.html", view=view)


def change(visit: Visit) -> Response:
    """Makes, changes or removes an account; its sessions end, so that new rights hold at once."""
    held = _accounts(visit)
    name = str(visit.form.get("name") or "")
    if visit.form.get("remove"):
        held.remove(name)
    else:
        password = str(visit.form.get("password") or "") or None
        held.put(name, str(visit.form.get("role") or ""), names=bool(visit.form.get("names")), password=password)
    visit.house.sessions.end_of(name)
    return visit.back("/accounts")


def _accounts(visit: Visit) -> Accounts:
    if visit.house.accounts is None:
        raise UsageError("a desk for one analyst has no accounts", hint="testimonia serve STUDY")
    return visit.house.accounts
