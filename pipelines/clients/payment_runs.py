"""Starts one run of the flow for each payment.

Offsets are committed after the runs exist, so a message may be delivered twice; the run's idempotency key,
the message's place in the topic and its time, makes Prefect answer with the run that is there already.
"""

import json
import os
import signal
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType
from uuid import UUID

import httpx
from kafka import KafkaConsumer, KafkaProducer
from kafka.consumer.fetcher import ConsumerRecord
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.exceptions import PrefectException

HEARTBEAT = Path("/tmp/heartbeat")  # noqa: S108
DEPLOYMENT = "payment-alert/payments"


@dataclass(frozen=True)
class Payment:
    """An approved payment."""

    pagamento: str
    pedido: str
    cliente: str
    centavos: int

    @staticmethod
    def parse(value: bytes | None) -> "Payment":
        """Raises ValueError, with the reason, for what is not a payment."""
        if value is None:
            raise ValueError("it has no value")
        try:
            parsed = json.loads(value)
        except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
            raise ValueError(f"it is not JSON: {error}") from error
        fields = parsed if isinstance(parsed, dict) else None
        if fields is None:
            raise ValueError("it is not a JSON object")
        for name in ("pagamento", "pedido", "cliente", "centavos"):
            if name not in fields:
                raise ValueError(f"{name} is missing")
            if name != "centavos" and not (isinstance(fields[name], str) and fields[name]):
                raise ValueError(f"{name} must be text")
            # Half of a surrogate pair is valid JSON, and cannot be sent on.
            str(fields[name]).encode()
        centavos = fields["centavos"]
        # Up to what every reader of JSON takes for a whole number.
        if isinstance(centavos, bool) or not (isinstance(centavos, int) and 0 <= centavos < 2**53):
            raise ValueError("centavos must be a whole number from 0 to 2^53 - 1")
        return Payment(fields["pagamento"], fields["pedido"], fields["cliente"], centavos)


class Stopped:
    """True once the process is asked to end."""

    def __init__(self) -> None:
        """Takes the signals that ask for it."""
        self.value = False
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, self._stop)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.value = True


def main() -> None:
    """Starts runs until the process is asked to end."""
    stopped = Stopped()
    bootstrap = os.environ["KAFKA_BOOTSTRAP"].split(",")
    consumer = KafkaConsumer(
        os.environ["KAFKA_TOPIC"],
        bootstrap_servers=bootstrap,
        group_id="payment-runs",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        # A killed process is replaced after this time.
        session_timeout_ms=10_000,
    )
    producer = KafkaProducer(bootstrap_servers=bootstrap, acks="all", enable_idempotence=True)
    try:
        with get_client(sync_client=True) as prefect:
            deployment = prefect.read_deployment_by_name(DEPLOYMENT).id
            while not stopped.value:
                batch = consumer.poll(timeout_ms=1000, max_records=50)
                records = [record for part in batch.values() for record in part]
                for record in records:
                    start(record, prefect, deployment, producer)
                if records:
                    consumer.commit()
                HEARTBEAT.touch()
    except (httpx.HTTPError, PrefectException) as error:
        # What is not committed is delivered again when the process is started again.
        sys.exit(f"ended: Prefect at {os.environ['PREFECT_API_URL']} cannot be used: {error!r}")
    finally:
        consumer.close()
        producer.close()


def start(
    record: ConsumerRecord, prefect: SyncPrefectClient, deployment: UUID, producer: KafkaProducer
) -> None:
    """Starts the run of a message. What is not a payment goes to the topic for it, and stops nothing."""
    # With its time: a topic that was deleted and created again has the same places.
    source = f"{record.topic}-{record.partition}-{record.offset}-{record.timestamp}"
    try:
        payment = Payment.parse(record.value)
    except ValueError as error:
        reject(record, str(error), producer)
        return
    prefect.create_flow_run_from_deployment(
        deployment,
        parameters={**asdict(payment), "source": source},
        idempotency_key=source,
    )


def reject(record: ConsumerRecord, reason: str, producer: KafkaProducer) -> None:
    """Sends a message, as it came, to the topic for what cannot be used, with the reason and its place."""
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


if __name__ == "__main__":
    main()
