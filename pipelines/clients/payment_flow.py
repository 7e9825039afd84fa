"""Serves the flow that looks at each payment, and alerts when its amount is above a limit."""

import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

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
from prefect.exceptions import PrefectException
from prefect.states import Scheduled

DEPLOYMENT = "payments"
# What it was doing is known only to the process that did it.
BEGUN = [StateType.PENDING, StateType.RUNNING, StateType.CRASHED]
RUN_SECONDS = 60
RESUME_SECONDS = 5


@flow(
    name="payment-alert",
    flow_run_name="{source}",
    retries=30,
    retry_delay_seconds=5,
    timeout_seconds=RUN_SECONDS,
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


def resume(patience: timedelta) -> None:
    """Schedules again the runs whose process is gone.

    Args:
        patience: How long a run may be in one state before its process counts as gone; Crashed is at once.
    """
    with get_client(sync_client=True) as client:
        while gone := [
            run
            for run in client.read_flow_runs(
                deployment_filter=DeploymentFilter(name=DeploymentFilterName(any_=[DEPLOYMENT])),
                flow_run_filter=FlowRunFilter(
                    state=FlowRunFilterState(type=FlowRunFilterStateType(any_=BEGUN))
                ),
            )
            if run.state_type == StateType.CRASHED
            or (run.state and datetime.now(UTC) - run.state.timestamp >= patience)
        ]:
            for run in gone:
                client.set_flow_run_state(run.id, Scheduled(), force=True)
                print(f"resumed {run.name}")


def keep_resuming() -> None:
    """Resumes runs as long as the process lives.

    Prefect's hooks and automations for crashed runs act once: if the server does not answer then, never.
    """
    while True:
        time.sleep(RESUME_SECONDS)
        try:
            resume(timedelta(seconds=3 * RUN_SECONDS))
        except (httpx.HTTPError, PrefectException) as error:
            print(f"waiting: {unusable(error)}", file=sys.stderr)


def unusable(error: Exception) -> str:
    """What cannot be used, and why, in one line."""
    reason = [type(error).__name__, *str(error).splitlines()[:1]]
    return f"Prefect at {os.environ['PREFECT_API_URL']} cannot be used: {': '.join(reason)}"


if __name__ == "__main__":
    try:
        # An earlier process had begun them.
        resume(timedelta())
    except (httpx.HTTPError, PrefectException) as error:
        sys.exit(f"ended: {unusable(error)}")
    Thread(target=keep_resuming, daemon=True).start()
    # The web server is for the health check: it tells whether runs are asked for.
    limit = int(os.environ["RUNS_AT_ONCE"])
    payment_alert.serve(name=DEPLOYMENT, limit=limit, webserver=True, pause_on_shutdown=False)
