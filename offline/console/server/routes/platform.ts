import type { FastifyInstance } from "fastify";
import type { Configuration } from "../environment";
import { version } from "../version";

/** Health, and what the console says of itself. */
export function platformRoutes(app: FastifyInstance, { login }: Configuration): void {
  // Like Kafka UI's: healthy as long as it serves, whatever becomes of the clusters it looks at.
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
  app.get("/", (_request, reply) => reply.redirect("/ui"));
}
