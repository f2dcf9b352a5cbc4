"""How often something may be done: at most so many times in a span of time, for each address."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from time import monotonic

_MOST_KEYS = 10_000  # addresses remembered; the one that was quiet longest is forgotten first


class RateLimit:
    """Counts by key (an address) over the last `span` seconds. Safe to share between threads."""

    def __init__(self, most: int, span: float = 60.0, clock: Callable[[], float] = monotonic) -> None:
        self._most = most
        self._span = span
        self._clock = clock
        self._lock = threading.Lock()
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def count(self, key: str) -> None:
        """Count one for this key."""
        with self._lock:
            self._times.setdefault(key, deque(maxlen=self._most)).append(self._clock())
            self._times.move_to_end(key)
            while len(self._times) > _MOST_KEYS:
                self._times.popitem(last=False)

    def wait(self, key: str) -> float:
        """Return how many seconds this key has to wait, 0 where it need not."""
        with self._lock:
            times = self._times.get(key)
            if times is None or len(times) < self._most:
                return 0.0
            return max(0.0, times[0] + self._span - self._clock())

    def forget(self, key: str) -> None:
        """Start again for this key."""
        with self._lock:
            self._times.pop(key, None)
