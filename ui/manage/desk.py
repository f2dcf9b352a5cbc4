"""What all officers' screens share: who is signed in, the jobs, and how a page is drawn."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from ui.manage import passwords
from ui.manage.jobs import Jobs
from ui.manage.limits import RateLimit
from ui.manage.sessions import Session, Sessions, VisitorTokens
from ui.usage import UsageLog
from ui.web.frame import page, root_of
from ui.web.site import Site

SESSION_COOKIE = "keikaku_officer"
VISITOR_COOKIE = "keikaku_visitor"
BAD_TRIES = 10  # a minute, from one address

SECTIONS = (
    ("overview", "manage", "概要"),
    ("corrections", "manage/corrections", "訂正の記録"),
    ("matches", "manage/matches", "指標の対応"),
    ("feedback", "manage/feedback", "利用者の声"),
    ("usage", "manage/usage", "利用状況"),
    ("log", "manage/log", "操作の記録"),
)

# A segment of dots alone would lead out of our screens.
_INSIDE = re.compile(r"manage(?:/(?!\.+(?:[/?]|\Z))[\w.\-]+)*(?:\?[A-Za-z0-9_.~%&=+\-]*)?")
# Addresses that only take forms, behind that of the page that the form stands on.
_TAKES_FORMS = re.compile(
    r"(manage(?:/jobs/\w+|/feedback/\w+|/corrections(?=/withdraw)|(?=/upload|/sign-out)))"
    r"/(?:read|again|publish|cancel|case|close|withdraw|upload|sign-out)"
)

# A proxy names the visitor in one of these; behind one, the address says nothing of who asks.
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of a signed-in officer."""

    session: Session
    token: str


class Desk:
    """The officers' side of a server. Raises PasswordError where the setting is no hash."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.settings = site.settings
        self.home = site.home
        self.sessions = Sessions()
        self.visitors = VisitorTokens()
        self.bad_tries = RateLimit(BAD_TRIES)
        self.jobs = Jobs(site.home)
        self.usage = UsageLog(site.home, site.settings.usage_days)
        self.has_password = self.settings.officer_password is not None
        if self.settings.officer_password is not None:
            passwords.check(self.settings.officer_password)

    def is_open_to(self, request: Request) -> bool:
        """Whether this visitor may sign in: anybody where a password is set, else the same machine alone."""
        return self.has_password or is_same_machine(request)

    def visit(self, request: Request) -> Visit | None:
        """Return who is signed in at this browser, None for nobody."""
        token = request.cookies.get(SESSION_COOKIE, "")
        session = self.sessions.find(token) if token else None
        return Visit(session, token) if session is not None else None

    def page(
        self,
        request: Request,
        template: str,
        *,
        title: str,
        section: str = "",
        status: int = 200,
        **values: Any,
    ) -> HTMLResponse:
        """Return one of the officers' pages."""
        visit: Visit | None = getattr(request.state, "visit", None)
        told: list[str] = []
        if visit is not None:
            told, visit.session.told = visit.session.told, []
        return page(
            request,
            f"manage/{template}",
            title=title,
            status=status,
            section=section,
            sections=SECTIONS if visit is not None else (),
            who=visit.session.who if visit is not None else "",
            csrf=visit.session.csrf if visit is not None else "",
            told=told,
            **values,
        )

    def problem(
        self, request: Request, message: str, status: int, *, again: str = "", go_on: str = ""
    ) -> HTMLResponse:
        """Return the page that says why something was not done, and where to go on.

        For a form that was not taken, `again` is the address that leads back to its page and `go_on` what the
        link says; the script puts what was typed back into the form there.
        """
        return self.page(
            request,
            "problem.html",
            title="処理できませんでした",
            status=status,
            message=message,
            again=again,
            go_on=go_on,
        )


def go_to(request: Request, address: str) -> Response:
    """Send the browser to another of our pages after a form was taken."""
    return RedirectResponse(root_of(request) + address, status_code=303)


def address_of(request: Request) -> str:
    """Return the address that a request comes from, as far as it is known."""
    return request.client.host if request.client is not None else "?"


def is_same_machine(request: Request) -> bool:
    """Whether the browser runs on the machine of the server, and nothing stands between the two.

    The Host must be the machine's own name, too: a page elsewhere could let its own name lead here.
    """
    headers = request.headers
    if any(name in headers for name in _FORWARDED) or request.scope.get("http_version") == "1.0":
        return False
    host = headers.get("host", "").rsplit(":", 1)[0] if "]" not in headers.get("host", "") else "::1"
    if host not in {"localhost", "127.0.0.1", "::1"}:
        return False
    try:
        return ipaddress.ip_address(address_of(request)).is_loopback
    except ValueError:
        return False


def is_secure(request: Request) -> bool:
    """Whether the browser talks https, to us or to the proxy before us."""
    return "https" in {request.url.scheme, request.headers.get("x-forwarded-proto", "")}


def inside(address: str) -> str:
    """Return an address of our own screens; anything else becomes the overview."""
    return address if _INSIDE.fullmatch(address) else "manage"


def sign_in_address(request: Request) -> str:
    """Return the sign-in page that leads back to the page that was asked for."""
    return f"manage/sign-in?next={quote(page_of(request), safe='')}"


def page_of(request: Request) -> str:
    """Return the page that was asked for; for a form that was sent, the page that it stands on.

    The browser names that page, but one that was drawn again after a mistake has the address of the form.
    """
    asked = _within(request.url.path, request.url.query)
    if request.method != "POST":
        return asked
    named = urlsplit(request.headers.get("referer", ""))
    page = _within(named.path, named.query) if "/manage" in named.path else asked
    formless = _TAKES_FORMS.fullmatch(page.partition("?")[0])
    return formless[1] if formless is not None else page


def _within(path: str, query: str) -> str:
    found = path[path.find("/manage") + 1 :].rstrip("/") if "/manage" in path else "manage"
    return inside(f"{found}?{query}" if query else found)
