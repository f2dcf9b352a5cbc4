"""What was typed into a form that came too late: kept, and shown in the same form after signing in.

Nothing is carried out: the officer sees the form again, filled, and sends it once more.
"""

from __future__ import annotations

import re
from urllib.parse import urlencode

from fastapi import Request

from ui.manage.forms import Form
from ui.manage.sessions import Session

PREFIX = "kept."
_NEVER = frozenset({"csrf", "password"})
_OF_A_STEP = re.compile(r"(manage/(?:jobs|feedback)/[\w\-]+)/(?:read|publish|cancel|case)")
_OF_A_LIST = re.compile(r"(manage/(?:corrections|feedback))(?:/[\w\-]+)?/(?:withdraw|close)")
_CHOSEN_BY = {"manage/corrections/new": ("report", "indicator"), "manage/withdraw": ("report",)}
_WITHOUT_PAGE = frozenset({"manage/upload", "manage/sign-out"})

KEPT_TOLD = (
    "入力した内容は残してあります（まだ送信していません）。確かめて、もう一度ボタンを押してください。"
)


def fields_to_keep(form: Form) -> list[tuple[str, str]]:
    """Return the fields of a form as hidden fields of another: every value, under a name of its own."""
    return [
        (PREFIX + name, value)
        for name in sorted(form.names - _NEVER)
        if not name.startswith(PREFIX)
        for value in form.values(name)
    ]


def kept_form(form: Form) -> Form:
    """Return the form whose fields another one carries."""
    return Form(
        {name.removeprefix(PREFIX): form.values(name) for name in form.names if name.startswith(PREFIX)}
    )


def page_of(address: str, form: Form) -> str:
    """Return the page that shows the form which is sent to an address."""
    if address in _WITHOUT_PAGE:
        return "manage"
    for pattern in (_OF_A_STEP, _OF_A_LIST):
        if (found := pattern.fullmatch(address)) is not None:
            return found[1]
    chosen = {key: form.raw(key) for key in _CHOSEN_BY.get(address, ()) if form.raw(key)}
    return f"{address}?{urlencode(chosen)}" if chosen else address


def keep(session: Session, address: str, form: Form) -> str:
    """Keep a form until its page is opened; return the address of that page."""
    page = page_of(address, form)
    if form.names - _NEVER:
        session.kept = (page.partition("?")[0], form)
    return page


def taken_up(request: Request, session: Session) -> Form | None:
    """Return what was typed before, once, on the page that it belongs to; None where nothing is kept."""
    if session.kept is None or not request.url.path.endswith("/" + session.kept[0]):
        return None
    form, session.kept = session.kept[1], None
    session.told.append(KEPT_TOLD)
    return form
