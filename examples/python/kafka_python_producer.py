"""Sends sample orders with kafka-python."""

import sys

from kafka import KafkaProducer
from kafka.errors import KafkaError

from shared.deliveries import Deliveries
from shared.sample import sample_orders
from shared.settings import Settings, read_settings
from shared.stopping import stop_on_signals


def open_producer(settings: Settings) -> KafkaProducer:
    """A producer that neither loses nor repeats a record, and gives up on it at the deadline."""
    deadline = settings.deadline_seconds * 1_000
    return KafkaProducer(
        bootstrap_servers=settings.bootstrap.split(","),
        # Acknowledged by all in-sync replicas; what the client sends again is written once.
        acks="all",
        enable_idempotence=True,
        # Of the codecs, gzip alone needs no further library in any client. Batches compress better.
        compression_type="gzip",
        linger_ms=20,
        # The client itself sends again, with these pauses; an application would repeat records.
        retry_backoff_ms=200,
        reconnect_backoff_ms=200,
        reconnect_backoff_max_ms=2_000,
        request_timeout_ms=min(10_000, deadline // 2),
        delivery_timeout_ms=deadline,
        bootstrap_timeout_ms=deadline,
        max_block_ms=deadline,
        allow_auto_create_topics=False,
    )


def main() -> None:
    """Sends what the command line asks for; ends with 1 if an order was not acknowledged."""
    settings, stop = read_settings(), stop_on_signals()
    orders = sample_orders(stop)
    deliveries = Deliveries(on_failure=stop.set)
    try:
        producer = open_producer(settings)
        for order in orders:
            sent = producer.send(settings.topic, key=order.key, value=order.encode())
            deliveries.sent += 1
            sent.add_callback(lambda _: deliveries.acknowledge())
            sent.add_errback(deliveries.fail)
        # Waits for every acknowledgment, or for the deadline.
        producer.flush()
        producer.close()
    except KafkaError as error:
        sys.exit(f"{settings.bootstrap}, topic {settings.topic}: {error}")
    print(f"{deliveries.acknowledged} orders acknowledged")
    sys.exit(deliveries.problem())


if __name__ == "__main__":
    main()
