"""What has become of the records that a producer sent."""

from collections.abc import Callable
from threading import Lock


class Deliveries:
    """Counts acknowledgments. Safe to call from the client's own thread."""

    def __init__(self, on_failure: Callable[[], None]) -> None:
        """Calls `on_failure` at each failure: what cannot be delivered now is not worth piling up."""
        self._lock = Lock()
        self._on_failure = on_failure
        self._error: object = None
        self.sent = 0
        self.acknowledged = 0

    def acknowledge(self) -> None:
        """Notes that all in-sync replicas have a record."""
        with self._lock:
            self.acknowledged += 1

    def fail(self, error: object) -> None:
        """Notes that the client has given up on a record."""
        with self._lock:
            self._error = self._error or error
        self._on_failure()

    def problem(self) -> str | None:
        """What to tell the user if a record was not acknowledged."""
        missing = self.sent - self.acknowledged
        if missing == 0:
            return None
        return (
            f"{missing} of {self.sent} orders were not acknowledged: {self._error}\n"
            "Send them again with the same --run: what arrived twice is applied once."
        )
