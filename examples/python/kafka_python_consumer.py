"""Applies orders to a ledger with kafka-python, each of them once in effect."""

import logging
import sys
from threading import Event

from kafka import KafkaConsumer
from kafka.errors import KafkaError, RetriableError

from kafka_python_producer import open_producer
from shared.backoff import retry
from shared.processing import Headers, Processor, Record
from shared.settings import Settings, read_settings
from shared.stopping import stop_on_signals

log = logging.getLogger(__name__)


def open_consumer(settings: Settings) -> KafkaConsumer:
    """A consumer that leaves committing to its caller."""
    return KafkaConsumer(
        settings.topic,
        bootstrap_servers=settings.bootstrap.split(","),
        group_id=settings.group,
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        # The partitions of a consumer that was killed go to others after this time.
        session_timeout_ms=10_000,
        max_poll_records=100,
        reconnect_backoff_ms=200,
        reconnect_backoff_max_ms=2_000,
        bootstrap_timeout_ms=settings.deadline_seconds * 1_000,
        allow_auto_create_topics=False,
    )


def consume(settings: Settings, stop: Event) -> None:
    """Processes records until `stop` is set, which it notices within half a second, message or not.

    Raises:
        KafkaError: no broker answered, or a rejected record was not acknowledged, before the deadline.
        sqlite3.OperationalError: the ledger could not be written before the deadline.
    """
    consumer = open_consumer(settings)
    producer = open_producer(settings)

    def reject(record: Record, headers: Headers) -> None:
        sent = producer.send(settings.rejected_topic, record.value, record.key, headers)
        sent.get(settings.deadline_seconds)

    processor = Processor(settings, reject, stop)
    committed = True
    try:
        while not stop.is_set():
            records = poll(consumer, settings, stop)
            for record in records:
                processor.handle(record)
            # A commit that failed is tried again, even if no record comes any more.
            if records or not committed:
                committed = commit(consumer)
            if records:
                processor.report()
    finally:
        # Leaves the group, whose other members get the partitions at once.
        consumer.close(timeout_ms=5_000)
        producer.close(timeout=5)
        processor.close()


def poll(consumer: KafkaConsumer, settings: Settings, stop: Event) -> list[Record]:
    """The next records, at most a hundred; none if there are none within half a second.

    While its broker restarts, `KafkaConsumer.poll` raises: it is called again until the deadline.
    """
    try:
        batches = retry(
            lambda: consumer.poll(timeout_ms=500), RetriableError, settings.deadline_seconds, stop
        )
    except RetriableError:
        if stop.is_set():
            return []
        raise
    found = (record for batch in batches.values() for record in batch)
    return [Record(r.topic, r.partition, r.offset, r.key, r.value) for r in found]


def commit(consumer: KafkaConsumer) -> bool:
    """Commits what has been processed. Returns whether that succeeded: if not, the next one includes it."""
    try:
        consumer.commit(timeout_ms=5_000)
    except KafkaError as error:
        log.warning("not committed, so it may come again, without effect: %s", error)
        return False
    return True


if __name__ == "__main__":
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("shared").setLevel(logging.INFO)
    try:
        consume(read_settings(), stop_on_signals())
    except KafkaError as failure:
        sys.exit(f"Stopped, with nothing committed that was not processed: {failure}")
