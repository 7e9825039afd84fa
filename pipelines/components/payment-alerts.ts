import * as pulumi from "@pulumi/pulumi";
import type { Target, WorkloadArgs } from "../../targets/target";
import { heartbeat } from "./heartbeat";
import { answersAt } from "./http-health";
import { type Prefect, prefectEnvironment, prefectSecrets } from "./prefect";
import { clientFiles, installAndRun, pythonClient, pythonEnvironment, run } from "./python-client";

/** Arguments of {@link PaymentAlerts}. */
export interface PaymentAlertsArgs {
  readonly target: Target;
  readonly image: string;
  /** The brokers, as `host:port`, separated by commas. */
  readonly bootstrap: string;
  readonly prefect: Prefect;
  /** The topic of the payments. */
  readonly topic: string;
  /** Topic for messages that are not payments. */
  readonly rejectedTopic: string;
  /** Amount in hundredths of the currency above which the flow alerts. */
  readonly aboveCentavos: number;
  /** Where alerts are posted to; empty: nowhere. */
  readonly webhook: string;
  readonly startTimeoutSeconds: number;
}

const webhookFile = "/etc/pipelines/webhook";

/** A flow that looks at each payment, and the consumer that starts one run for each. */
export class PaymentAlerts extends pulumi.ComponentResource {
  constructor(name: string, args: PaymentAlertsArgs, options?: pulumi.ComponentResourceOptions) {
    super("kafka-pipelines:index:PaymentAlerts", name, {}, options);
    const after = (dependsOn: pulumi.Resource[]) => ({ parent: this, dependsOn });
    const { target, prefect } = args;
    const flow = target.workload(
      "payment-flow",
      flowWorkload(args),
      after(prefect.workload.resources),
    );
    // The flow must be known to Prefect before its runs can be started.
    target.workload("payment-runs", runsWorkload(args), after(flow.resources));
    this.registerOutputs({});
  }
}

function flowWorkload(args: PaymentAlertsArgs): WorkloadArgs {
  return {
    ...pythonClient,
    host: "payment-flow",
    image: args.image,
    args: run("payment_flow.py"),
    // It takes over what an earlier one had begun.
    neverTwice: true,
    environment: () => ({
      ...clientEnvironment(args),
      ALERT_ABOVE_CENTAVOS: String(args.aboveCentavos),
      ...(args.webhook && { ALERT_WEBHOOK_FILE: webhookFile }),
      // Each run is a process.
      RUNS_AT_ONCE: "3",
      // A run that is stopped with this workload is repeated, not given up.
      PREFECT_FLOW_RUN_EXECUTE_SIGTERM_BEHAVIOR: "reschedule",
      PREFECT_RUNNER_POLL_FREQUENCY: "2",
      // localhost may be an address of IPv6 that the container does not have.
      PREFECT_RUNNER_SERVER_HOST: "127.0.0.1",
    }),
    files: [
      ...clientFiles("payment_flow.py"),
      ...login(args),
      ...(args.webhook ? [{ path: webhookFile, content: pulumi.secret(args.webhook) }] : []),
    ],
    health: { ...patience(args), ready: answersAt("http://127.0.0.1:8080/health") },
    resources: { cpuMillicores: 150, memoryMiB: 1024 },
    stopGraceSeconds: 20,
  };
}

function runsWorkload(args: PaymentAlertsArgs): WorkloadArgs {
  return {
    ...pythonClient,
    host: "payment-runs",
    image: args.image,
    neverTwice: true,
    args: installAndRun("payment_runs.py", "payment-requirements.txt"),
    environment: () => ({
      ...clientEnvironment(args),
      KAFKA_BOOTSTRAP: args.bootstrap,
      KAFKA_TOPIC: args.topic,
      KAFKA_REJECTED_TOPIC: args.rejectedTopic,
    }),
    files: [
      ...clientFiles("payment_runs.py", "consumer.py", "payment-requirements.txt"),
      ...login(args),
    ],
    health: { ...patience(args), ...heartbeat },
    resources: { cpuMillicores: 50, memoryMiB: 384 },
    stopGraceSeconds: 10,
  };
}

function patience({ startTimeoutSeconds: deadlineSeconds }: PaymentAlertsArgs) {
  return { intervalSeconds: 5, timeoutSeconds: 6, retries: 6, startSeconds: 120, deadlineSeconds };
}

function clientEnvironment({ prefect }: PaymentAlertsArgs) {
  return {
    ...pythonEnvironment,
    ...prefectEnvironment,
    PREFECT_API_URL: prefect.endpoint,
    // In the links to runs that are logged.
    PREFECT_UI_URL: prefect.page,
    DO_NOT_TRACK: "1",
  };
}

function login({ prefect }: PaymentAlertsArgs) {
  return prefectSecrets({ PREFECT_API_AUTH_STRING: prefect.login });
}
