import { z } from "zod";
import type { ClusterService } from "../cluster";
import { RequestError } from "../errors";
import { parseFields } from "../parameters";

const clusterName = z.object({ clusterName: z.string() });
// Kafka's own rule: org.apache.kafka.common.internals.Topic.
const topicName = z.object({ topicName: z.string().regex(/^[a-zA-Z0-9._-]{1,249}$/) });

/** The cluster that a request's path names. @throws RequestError 404 */
export function clusterOf(clusters: readonly ClusterService[], params: unknown): ClusterService {
  const { clusterName: name } = parseFields(clusterName, params);
  const cluster = clusters.find(({ configuration }) => configuration.name === name);
  if (!cluster) throw new RequestError(404, `Cluster ${name} does not exist.`);
  return cluster;
}

/** The topic that a request's path names. */
export function topicNameOf(params: unknown): string {
  return parseFields(topicName, params).topicName;
}

/** @throws RequestError 405 if the cluster is read-only, as in Kafka UI. */
export function requireWritable({ configuration }: ClusterService): void {
  if (configuration.readOnly) {
    throw new RequestError(405, `Cluster ${configuration.name} is read-only.`);
  }
}
