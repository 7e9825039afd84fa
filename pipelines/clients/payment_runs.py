"""Starts one run of the flow for each payment.

Offsets are committed after the runs exist, so a message may be delivered twice; the run's idempotency key,
the message's place in the topic and its time, makes Prefect answer with the run that is there already.
"""

import json
import os
from dataclasses import asdict, dataclass
from uuid import UUID

import httpx
from kafka import KafkaProducer
from kafka.consumer.fetcher import ConsumerRecord
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.exceptions import PrefectException

from consumer import consume, end, reject

DEPLOYMENT = "payment-alert/payments"
# Prefect refuses a run with more than 512 KiB of parameters, and would do so at each repetition.
MOST_CHARACTERS = 1000


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
            if name != "centavos":
                if not (isinstance(fields[name], str) and fields[name]):
                    raise ValueError(f"{name} must be text")
                if len(fields[name]) > MOST_CHARACTERS:
                    raise ValueError(f"{name} has more than {MOST_CHARACTERS} characters")
            # Half of a surrogate pair is valid JSON, and cannot be sent on.
            str(fields[name]).encode()
        centavos = fields["centavos"]
        # Up to what every reader of JSON takes for a whole number.
        if isinstance(centavos, bool) or not (isinstance(centavos, int) and 0 <= centavos < 2**53):
            raise ValueError("centavos must be a whole number from 0 to 2^53 - 1")
        return Payment(fields["pagamento"], fields["pedido"], fields["cliente"], centavos)


def main() -> None:
    """Starts runs until the process is asked to end."""
    try:
        with get_client(sync_client=True) as prefect:
            deployment = prefect.read_deployment_by_name(DEPLOYMENT).id

            def take(records: list[ConsumerRecord], producer: KafkaProducer) -> None:
                for record in records:
                    start(record, prefect, deployment, producer)

            def check() -> None:
                prefect.hello().raise_for_status()

            consume(
                group="payment-runs",
                at_once=50,
                take=take,
                check=check,
            )
    except (httpx.HTTPError, PrefectException) as error:
        end(f"Prefect at {os.environ['PREFECT_API_URL']}", error)


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


if __name__ == "__main__":
    main()
