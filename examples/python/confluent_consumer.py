"""Applies orders to a ledger with confluent-kafka, each of them once in effect."""

import logging
import sys
from threading import Event

from confluent_kafka import Consumer, KafkaError, KafkaException, Message, Producer

from confluent_producer import open_producer
from shared.processing import Headers, Processor, Record, Reject
from shared.settings import Settings, read_settings
from shared.stopping import stop_on_signals

log = logging.getLogger(__name__)


def open_consumer(settings: Settings) -> Consumer:
    """A consumer that leaves committing to its caller."""
    consumer = Consumer(
        {
            "bootstrap.servers": settings.bootstrap,
            "group.id": settings.group,
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
            # The partitions of a consumer that was killed go to others after this time.
            "session.timeout.ms": 10_000,
            "reconnect.backoff.ms": 200,
            "reconnect.backoff.max.ms": 2_000,
        }
    )
    consumer.subscribe([settings.topic])
    return consumer


def consume(settings: Settings, stop: Event) -> None:
    """Processes records until `stop` is set, which it notices within half a second, message or not.

    Raises:
        KafkaException: a rejected record was not acknowledged before the deadline, or the topic is missing.
        sqlite3.OperationalError: the ledger could not be written before the deadline.
    """
    consumer = open_consumer(settings)
    processor = Processor(settings, rejecting(open_producer(settings), settings), stop)
    committed = True
    try:
        while not stop.is_set():
            messages = consumer.consume(num_messages=100, timeout=0.5)
            for message in messages:
                processor.handle(record_of(message))
            # A commit that failed is tried again, even if no record comes any more.
            if messages or not committed:
                committed = commit(consumer)
            if messages:
                processor.report()
    finally:
        # Leaves the group, whose other members get the partitions at once.
        consumer.close()
        processor.close()


def record_of(message: Message) -> Record:
    """The record of a message. Raises KafkaException if the message is an error that will not pass."""
    error = message.error()
    if error is not None:
        raise KafkaException(error)
    topic, partition, offset = message.topic(), message.partition(), message.offset()
    return Record(topic or "", partition or 0, offset or 0, message.key(), message.value())


def rejecting(producer: Producer, settings: Settings) -> Reject:
    """Writes records to the dead-letter topic."""

    def reject(record: Record, headers: Headers) -> None:
        failures: list[KafkaError] = []

        def on_delivery(error: KafkaError | None, _message: Message) -> None:
            if error is not None:
                failures.append(error)

        producer.produce(
            settings.rejected_topic,
            record.value,
            record.key,
            headers=[*headers],
            on_delivery=on_delivery,
        )
        producer.flush()
        if failures:
            raise KafkaException(failures[0])

    return reject


def commit(consumer: Consumer) -> bool:
    """Commits what has been processed. Returns whether that succeeded: if not, the next one includes it."""
    try:
        consumer.commit(asynchronous=False)
    except KafkaException as error:
        # Partitions that were taken away have nothing to commit: their records go to whoever has them now.
        if error.args[0].code() == KafkaError._NO_OFFSET:
            return True
        log.warning("not committed, so it may come again, without effect: %s", error)
        return False
    return True


if __name__ == "__main__":
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("shared").setLevel(logging.INFO)
    try:
        consume(read_settings(), stop_on_signals())
    except KafkaException as failure:
        sys.exit(f"Stopped, with nothing committed that was not processed: {failure}")
