import { AwsV4Signer } from "aws4fetch";
import type { Connection } from "../../targets/connection";
import { differingInputs, type Handler } from "../handler";
import { eventually, Refused, type Request, send } from "./request";

interface BucketsInputs {
  readonly connection: Connection;
  readonly names: readonly string[];
  readonly accessKey: string;
  readonly secretKey: string;
  readonly trigger?: string;
}

const patienceSeconds = 60;

/**
 * Serves `kafka-platform:pipelines:Buckets`. A bucket that is there is taken over; none is ever deleted, because it
 * holds data: it goes with the volume of the store.
 */
export const bucketsHandler: Handler<BucketsInputs, object> = {
  inputs: ["connection", "names", "accessKey", "secretKey", "trigger"],
  outputs: [],
  // The way to the store, and the keys, are only for asking it.
  diff: (before, now) => differingInputs(["names", "trigger"], before, now),
  apply: async (now, _before, report, signal) => {
    for (const name of now.names) {
      report.status(`bucket ${name}`);
      await eventually(`bucket ${name} was not created`, () => create(name, now), {
        ...{ seconds: patienceSeconds, signal },
      });
    }
    return {};
  },
};

async function create(name: string, store: BucketsInputs): Promise<true> {
  const { status, body } = await ask(store, "PUT", name);
  // A store answers 409 for a bucket that is there, whoever made it.
  if (status === 409 && (await ask(store, "HEAD", name)).status === 200) return true;
  if (status === 200) return true;
  const [, reason = body] = /<Message>(.*?)<\/Message>/.exec(body) ?? [];
  const message = `bucket ${name} cannot be created: status ${status} ${reason}`.trimEnd();
  // A wrong key, or name, stays wrong; 409 may also be about another request on its way.
  throw status >= 400 && status < 500 && status !== 409 ? new Refused(message) : new Error(message);
}

async function ask(store: BucketsInputs, method: Request["method"], bucket: string) {
  const { connection, accessKey: accessKeyId, secretKey: secretAccessKey } = store;
  const signed = await new AwsV4Signer({
    url: `http://${connection.addresses[0]}/${bucket}`,
    ...{ method, accessKeyId, secretAccessKey, service: "s3", region: "us-east-1" },
  }).sign();
  return send(connection, {
    ...{ method, path: `/${bucket}`, headers: Object.fromEntries(signed.headers) },
  });
}
