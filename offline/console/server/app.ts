import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import files from "@fastify/static";
import Fastify, { type FastifyInstance, LogController } from "fastify";
import { ClusterService } from "./cluster";
import type { Configuration } from "./environment";
import { errorResponse, RequestError } from "./errors";
import { brokerRoutes } from "./routes/brokers";
import { clusterRoutes } from "./routes/clusters";
import { groupRoutes } from "./routes/groups";
import { historyRoutes } from "./routes/history";
import { messageRoutes } from "./routes/messages";
import { platformRoutes } from "./routes/platform";
import { topicRoutes } from "./routes/topics";
import { installLogin } from "./security/login";
import { ownHosts, requireOwnHost } from "./security/own-hosts";
import { requireSameOrigin } from "./security/same-origin";
import { Streams } from "./streams";

/** Maximum size of a request body in bytes: a test message and its headers. */
const largestBody = 1024 * 1024;

/**
 * Creates the web server; it does not listen yet.
 *
 * @param webFolder Folder of the bundled page.
 */
export async function createApp(
  configuration: Configuration,
  webFolder: string,
): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: largestBody,
    // Requests are not logged: the text of a search may be the content of a message.
    logController: new LogController({ disableRequestLogging: true }),
    logger: { level: "warn" },
    routerOptions: { maxParamLength: 500 },
    trustProxy: configuration.trustedProxies.length > 0 && [...configuration.trustedProxies],
    requestTimeout: 30_000,
    forceCloseConnections: true,
  });
  app.setErrorHandler((error, request, reply) => {
    const { status, body } = errorResponse(error, request.id);
    if (status >= 500 && status !== 503) request.log.error({ err: error }, "request failed");
    return reply.status(status).send(body);
  });
  await installSecurity(app, configuration);
  const streams = new Streams();
  if (configuration.login) await installLogin(app, configuration.login, streams);
  const clusters = configuration.clusters.map((each) => new ClusterService(each));
  for (const { history } of clusters) history.start();
  app.addHook("onClose", async () => {
    for (const { history } of clusters) history.stop();
    await Promise.all(clusters.map(({ client }) => client.disconnect()));
  });
  platformRoutes(app, configuration);
  clusterRoutes(app, clusters);
  brokerRoutes(app, clusters);
  topicRoutes(app, clusters);
  messageRoutes(app, clusters, streams);
  groupRoutes(app, clusters);
  historyRoutes(app, clusters);
  await servePage(app, webFolder);
  return app;
}

async function installSecurity(
  app: FastifyInstance,
  { hosts, login }: Configuration,
): Promise<void> {
  await app.register(helmet, {
    // Only the page's own files are loaded or run, whatever a message contains.
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", "data:"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    frameguard: { action: "deny" },
    // Without a referrer, browsers send no origin either when they post the login form.
    referrerPolicy: { policy: "same-origin" },
    // Whatever is in front of the console decides about TLS.
    strictTransportSecurity: false,
  });
  await app.register(rateLimit, { global: false });
  // With a login, a page whose own name is rebound to this server has no session: cookies belong to a name.
  const isOwn = login && hosts.length === 0 ? () => true : ownHosts(hosts);
  app.addHook("onRequest", (request, _reply, done) => {
    requireOwnHost(request, isOwn);
    requireSameOrigin(request);
    done();
  });
}

/** Serves the page's files, and the page itself for the URL of every view. */
async function servePage(app: FastifyInstance, webFolder: string): Promise<void> {
  const index = join(webFolder, "index.html");
  const page = existsSync(index) ? readFileSync(index, "utf8") : "";
  // The bundler puts a hash of the content into each file's name.
  await app.register(files, {
    root: join(webFolder, "assets"),
    prefix: "/assets/",
    immutable: true,
    maxAge: "30d",
    index: false,
  });
  app.setNotFoundHandler((request, reply) => {
    const isView =
      request.method === "GET" && /^\/(ui(\/|\?|$)|auth(\?|$)|login(\?|$)|\?|$)/.test(request.url);
    if (!isView) {
      const { status, body } = errorResponse(new RequestError(404, "Not found."), request.id);
      return reply.status(status).send(body);
    }
    return reply.type("text/html; charset=utf-8").header("cache-control", "no-cache").send(page);
  });
}
