"""What every consumer of the pipelines does: it ends when asked, shows that it lives, rejects records."""

import os
import signal
import sys
from pathlib import Path
from types import FrameType

from kafka import KafkaProducer
from kafka.consumer.fetcher import ConsumerRecord

# The container's own folder, which nobody else can write.
HEARTBEAT = Path("/tmp/heartbeat")  # noqa: S108


def beat() -> None:
    """Tells the health check that records are taken, or waited for."""
    HEARTBEAT.touch()


class Stopped:
    """True once the process is asked to end."""

    def __init__(self) -> None:
        """Takes over the signals by which containers are stopped."""
        self.value = False
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, self._stop)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.value = True


def reject(record: ConsumerRecord, reason: str, producer: KafkaProducer) -> None:
    """Sends a record, as it came, to the topic for what cannot be used, with the reason and its place."""
    source = f"{record.topic}-{record.partition}-{record.offset}"
    headers = [
        ("dead-letter.reason", reason.encode()),
        ("dead-letter.topic", record.topic.encode()),
        ("dead-letter.partition", str(record.partition).encode()),
        ("dead-letter.offset", str(record.offset).encode()),
    ]
    topic = os.environ["KAFKA_REJECTED_TOPIC"]
    producer.send(topic, key=record.key, value=record.value, headers=headers).get(timeout=30)
    print(f"rejected {source}: {reason}", file=sys.stderr)
