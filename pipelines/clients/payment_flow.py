"""Serves the flow that looks at each payment, and alerts when its amount is above a limit."""

import os
from pathlib import Path

import httpx
from prefect import flow, get_client, get_run_logger
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterName,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.states import Scheduled

DEPLOYMENT = "payments"
# What it was doing is known only to the process that did it.
BEGUN = [StateType.PENDING, StateType.RUNNING, StateType.CRASHED]


@flow(
    name="payment-alert",
    flow_run_name="{source}",
    retries=30,
    retry_delay_seconds=5,
    timeout_seconds=60,
)
def payment_alert(pagamento: str, pedido: str, cliente: str, centavos: int, source: str) -> bool:
    """Alerts in the log, and at a webhook if there is one, when the amount is above the limit.

    Args:
        pagamento: Id of the payment.
        pedido: Id of its order.
        cliente: Id of the customer.
        centavos: The amount, from 0.
        source: The record's place and time: TOPIC-PARTITION-OFFSET-MILLISECONDS.

    Returns:
        Whether it alerted.
    """
    limit = int(os.environ["ALERT_ABOVE_CENTAVOS"])
    if centavos <= limit:
        return False
    get_run_logger().warning("payment %s of %d centavos is above %d", pagamento, centavos, limit)
    webhook_file = os.environ.get("ALERT_WEBHOOK_FILE")
    if webhook_file:
        webhook = Path(webhook_file).read_text()
        amounts = {"centavos": centavos, "limite": limit}
        post(webhook, {"pagamento": pagamento, "pedido": pedido, "cliente": cliente, **amounts}, source)
    return True


def post(webhook: str, alert: dict[str, str | int], key: str) -> None:
    """Posts an alert. A run that is killed after this is repeated: the key lets the receiver tell.

    Raises:
        RuntimeError: It was not taken. The reason leaves out the URL, which may have a token in it.
    """
    try:
        answer = httpx.post(webhook, json=alert, headers={"Idempotency-Key": key}, timeout=10)
    except httpx.HTTPError as error:
        raise RuntimeError(f"the webhook cannot be reached: {type(error).__name__}") from None
    if not answer.is_success:
        raise RuntimeError(f"the webhook answers with status {answer.status_code}")


def resume() -> None:
    """Schedules again what an earlier process had begun when it was killed."""
    with get_client(sync_client=True) as client:
        while runs := client.read_flow_runs(
            deployment_filter=DeploymentFilter(name=DeploymentFilterName(any_=[DEPLOYMENT])),
            flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=BEGUN))),
        ):
            for run in runs:
                client.set_flow_run_state(run.id, Scheduled(), force=True)
                print(f"resumed {run.name}")


if __name__ == "__main__":
    resume()
    # The web server is for the health check: it tells whether runs are asked for.
    limit = int(os.environ["RUNS_AT_ONCE"])
    payment_alert.serve(name=DEPLOYMENT, limit=limit, webserver=True, pause_on_shutdown=False)
