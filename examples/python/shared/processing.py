"""What happens to each record that a consumer reads, whatever its client library."""

import logging
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

from shared.backoff import retry
from shared.ledger import Ledger
from shared.order import MalformedOrderError, decode
from shared.settings import Settings

log = logging.getLogger(__name__)
Headers = list[tuple[str, bytes]]


@dataclass(frozen=True)
class Record:
    """A record as it is in Kafka."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None


#: Writes a record to the dead-letter topic, with these headers, and returns when it is there.
Reject = Callable[[Record, Headers], None]


class Processor:
    """Applies orders to the ledger. A malformed record goes to the dead-letter topic and stops nothing."""

    def __init__(self, settings: Settings, reject: Reject, stop: Event) -> None:
        """Opens the ledger of the settings."""
        self._settings = settings
        self._reject = reject
        self._stop = stop
        self._ledger = Ledger(settings.ledger)
        self._counts = {"applied": 0, "repeated": 0, "rejected": 0}

    def handle(self, record: Record) -> None:
        """Returns when the record's effect is durable: then, and not before, its offset may be committed."""
        try:
            order = decode(record.value)
        except MalformedOrderError as error:
            self._reject(record, self._headers(record, str(error)))
            self._counts["rejected"] += 1
            return
        # The file may be locked or its disk full, as a database may be unreachable.
        is_new = retry(
            lambda: self._ledger.apply(order),
            sqlite3.OperationalError,
            self._settings.deadline_seconds,
            self._stop,
        )
        self._counts["applied" if is_new else "repeated"] += 1

    def report(self) -> None:
        """Logs what has been done so far."""
        log.info("orders so far: %s", ", ".join(f"{n} {what}" for what, n in self._counts.items()))

    def close(self) -> None:
        """Closes the ledger."""
        self._ledger.close()

    def _headers(self, record: Record, reason: str) -> Headers:
        """Why a record was rejected, by whom, and where it is. Its key and value stay as they were."""
        texts = {
            "reason": reason,
            "topic": record.topic,
            "partition": str(record.partition),
            "offset": str(record.offset),
            "group": self._settings.group,
        }
        return [(f"dead-letter.{name}", text.encode()) for name, text in texts.items()]
