import type { FastifyInstance } from "fastify";
import type { Configuration } from "../environment";
import { version } from "../version";

/** Health, and information about the console itself. */
export function platformRoutes(app: FastifyInstance, { login }: Configuration): void {
  // As in Kafka UI: healthy as long as it serves, whatever the state of its clusters.
  app.get("/actuator/health", () => ({ status: "UP" }));
  app.get("/actuator/info", () => ({ build: { name: "kafka-platform-console", version } }));
  app.get("/api/info", () => ({
    enabledFeatures: [],
    build: { version, commitId: "", isLatestRelease: true },
  }));
  app.get("/api/authorization", (request) => ({
    rbacEnabled: false,
    ...(login && { userInfo: { username: request.session.user ?? "", permissions: [] } }),
  }));
  app.get("/", (_request, reply) => reply.redirect(`${app.prefix}/ui`));
}
