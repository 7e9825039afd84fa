"""Sends sample orders with confluent-kafka."""

import sys

from confluent_kafka import KafkaError, Message, Producer

from shared.deliveries import Deliveries
from shared.sample import sample_orders
from shared.settings import Settings, read_settings
from shared.stopping import stop_on_signals


def open_producer(settings: Settings) -> Producer:
    """A producer that neither loses nor repeats a record, and gives up on it at the deadline."""
    deadline = settings.deadline_seconds * 1_000
    return Producer(
        {
            "bootstrap.servers": settings.bootstrap,
            # Acknowledged by all in-sync replicas; what the client sends again is written once.
            "acks": "all",
            "enable.idempotence": True,
            # Other clients choose a key's partition like this; librdkafka's own default is another.
            "partitioner": "murmur2_random",
            # Of the codecs, gzip alone needs no further library in any client. Batches compress better.
            "compression.type": "gzip",
            "linger.ms": 20,
            # The client itself sends again, with these pauses; an application would repeat records.
            "retry.backoff.ms": 200,
            "reconnect.backoff.ms": 200,
            "reconnect.backoff.max.ms": 2_000,
            # A broker that has just started may not know the topic yet. Once this time has passed since the
            # topic was first used, librdkafka takes its word and gives up on records at once. It counts in
            # microseconds, in 32 bits: above 2,147,483 the time is negative.
            "topic.metadata.propagation.max.ms": 2_000_000,
            "request.timeout.ms": min(10_000, deadline // 2),
            "delivery.timeout.ms": deadline,
        }
    )


def main() -> None:
    """Sends what the command line asks for; ends with 1 if an order was not acknowledged."""
    settings, stop = read_settings(), stop_on_signals()
    orders = sample_orders(stop)
    deliveries = Deliveries(on_failure=stop.set)

    def on_delivery(error: KafkaError | None, _message: Message) -> None:
        if error is None:
            deliveries.acknowledge()
        else:
            deliveries.fail(error)

    producer = open_producer(settings)
    for order in orders:
        while not stop.is_set():
            try:
                producer.produce(settings.topic, order.encode(), order.key, on_delivery=on_delivery)
                deliveries.sent += 1
                break
            except BufferError:
                # The client holds as many records as it may: wait until some are acknowledged.
                producer.poll(0.5)
        # Calls `on_delivery` for what has been acknowledged meanwhile.
        producer.poll(0)
    # Waits for every acknowledgment, or for the deadline.
    producer.flush()
    print(f"{deliveries.acknowledged} orders acknowledged")
    sys.exit(deliveries.problem())


if __name__ == "__main__":
    main()
