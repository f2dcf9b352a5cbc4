"""Who is signed in: sessions in memory, ended by the officer, by idle time, or with the server."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

IDLE_S = 30 * 60
LONGEST_S = 12 * 60 * 60
_MOST = 200  # officers of one town hall; more sessions are somebody's mistake


@dataclass(slots=True)
class Session:
    """One officer at one browser. `csrf` must come with every form; `told` is shown on the next page, once."""

    who: str
    csrf: str
    begun: float
    seen: float
    told: list[str] = field(default_factory=list)


class Sessions:
    """All sessions of a server. Only the digests of their tokens are kept. Safe to share between threads."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._held: dict[str, Session] = {}

    def begin(self, who: str) -> tuple[str, Session]:
        """Start a session; return the token for the cookie, and the session."""
        token, now = secrets.token_urlsafe(32), self._clock()
        session = Session(who, secrets.token_urlsafe(32), now, now)
        with self._lock:
            self._forget_old(now)
            while len(self._held) >= _MOST:
                del self._held[min(self._held, key=lambda key: self._held[key].seen)]
            self._held[_digest(token)] = session
        return token, session

    def find(self, token: str) -> Session | None:
        """Return the session of a token, and count the visit; None where it is unknown or over."""
        now = self._clock()
        with self._lock:
            self._forget_old(now)
            session = self._held.get(_digest(token))
            if session is not None:
                session.seen = now
            return session

    def end(self, token: str) -> None:
        """Sign out."""
        with self._lock:
            self._held.pop(_digest(token), None)

    def _forget_old(self, now: float) -> None:
        over = [
            key for key, one in self._held.items() if now - one.seen > IDLE_S or now - one.begun > LONGEST_S
        ]
        for key in over:
            del self._held[key]


class VisitorTokens:
    """The form tokens of visitors who are not signed in yet: bound to a cookie, nothing is kept."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    def of(self, cookie: str) -> str:
        """Return the token for the sign-in form of a visitor with this cookie."""
        return hmac.new(self._secret, cookie.encode(), hashlib.sha256).hexdigest()

    def is_right(self, cookie: str, token: str) -> bool:
        """Tell whether a token belongs to a cookie; an empty cookie has none."""
        return bool(cookie) and hmac.compare_digest(self.of(cookie).encode(), token.encode())


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
