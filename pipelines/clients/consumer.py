"""What every consumer of the pipelines does: it ends when asked, shows that it lives, rejects records.

It also ends, with one line that says why, when something that it needs cannot be used. Whatever runs it
starts it again; what was not committed by then is delivered again.
"""

import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import NoReturn

from kafka import KafkaConsumer, KafkaProducer
from kafka.consumer.fetcher import ConsumerRecord
from kafka.errors import KafkaError

# The container's own folder, which nobody else can write.
HEARTBEAT = Path("/tmp/heartbeat")  # noqa: S108

_QUIET_SECONDS = 5
_KAFKA_SECONDS = 10
# An answer may repeat what was sent.
_REASON_LENGTH = 300
# What matters is raised, and said once.
logging.getLogger("kafka").setLevel(logging.CRITICAL)


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


def end(what: str, error: BaseException) -> NoReturn:
    """Ends the process with a line that names what cannot be used, and where it is."""
    lines = str(error).splitlines()
    reason = f"{type(error).__name__}: {lines[0][:_REASON_LENGTH]}" if lines else type(error).__name__
    sys.exit(f"ended: {what} cannot be used: {reason}")


def consume(
    group: str,
    at_once: int,
    take: Callable[[list[ConsumerRecord], KafkaProducer], None],
    check: Callable[[], None],
) -> None:
    """Hands records over until the process is asked to end. Their offsets are committed after that.

    Args:
        group: The consumer group.
        at_once: The most records that are handed over together.
        take: Gets records, and a producer for those that cannot be used.
        check: Called while there is nothing to do; raises if what `take` needs cannot be used.
    """
    stopped = Stopped()
    bootstrap = os.environ["KAFKA_BOOTSTRAP"]
    shared = {
        "bootstrap_servers": bootstrap.split(","),
        "bootstrap_timeout_ms": _KAFKA_SECONDS * 1000,
    }
    try:
        consumer = KafkaConsumer(
            os.environ["KAFKA_TOPIC"],
            **shared,
            group_id=group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            # A killed process is replaced after this time.
            session_timeout_ms=10_000,
        )
        producer = KafkaProducer(**shared, acks="all", enable_idempotence=True)
        checked = time.monotonic()
        while not stopped.value:
            batch = consumer.poll(timeout_ms=1000, max_records=at_once)
            records = [record for part in batch.values() for record in part]
            if records:
                take(records, producer)
                consumer.commit(timeout_ms=_KAFKA_SECONDS * 1000)
            elif time.monotonic() - checked > _QUIET_SECONDS:
                check()
                # A poll does not tell brokers that are gone from a topic without messages.
                for partition in list(consumer.assignment())[:1]:
                    consumer.committed(partition, timeout_ms=_KAFKA_SECONDS * 1000)
                checked = time.monotonic()
            beat()
        consumer.close()
        producer.close()
    except KafkaError as error:
        end(f"Kafka at {bootstrap}", error)


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
