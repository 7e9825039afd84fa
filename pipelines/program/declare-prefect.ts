import type { Target } from "../../targets/target";
import { PaymentAlerts } from "../components/payment-alerts";
import { Prefect } from "../components/prefect";
import type { Settings } from "../settings/schema";
import type { Platform } from "./platform";
import { serviceOutputs } from "./service";

/** Declares Prefect and the flow for payments, and returns the outputs for it. */
export function declarePrefect(settings: Settings, { bootstrap }: Platform, target: Target) {
  const { startTimeoutSeconds, retainData, prefectImage: image } = settings;
  const shared = { target, startTimeoutSeconds, image };
  const prefect = new Prefect("prefect", {
    ...{ ...shared, retainData },
    publishedPort: settings.prefectPort,
    clients: ["payment-flow", "payment-runs"],
  });
  new PaymentAlerts("payment-alerts", {
    ...{ ...shared, bootstrap, prefect },
    topic: settings.paymentsTopic,
    rejectedTopic: settings.rejectedPaymentsTopic,
    aboveCentavos: settings.alertAboveCentavos,
    webhook: settings.alertWebhook,
  });
  return {
    prefect: {
      ...serviceOutputs(prefect, "page"),
      user: prefect.user,
      password: prefect.password,
    },
  };
}
