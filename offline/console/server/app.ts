import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import files from "@fastify/static";
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from "fastify";
import { ClusterService } from "./cluster";
import type { Configuration } from "./environment";
import { errorResponse, RequestError } from "./errors";
import { pathIn } from "./path";
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
/** Stands for the console's path in the bundled page. */
const pathPlaceholder = "{{path}}";

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
  const clusters = configuration.clusters.map((each) => new ClusterService(each));
  for (const { history } of clusters) history.start();
  app.addHook("onClose", async () => {
    for (const { history } of clusters) history.stop();
    await Promise.all(clusters.map(({ client }) => client.disconnect()));
  });
  const { path: prefix } = configuration;
  if (prefix !== "") {
    app.setNotFoundHandler((request, reply) =>
      notFound(request, reply, `Not found. The console is at ${prefix}/.`),
    );
  }
  await app.register((scope) => installRoutes(scope, configuration, clusters, webFolder), {
    prefix,
  });
  return app;
}

/** What is served at the console's path, which is the scope's prefix. */
async function installRoutes(
  scope: FastifyInstance,
  configuration: Configuration,
  clusters: readonly ClusterService[],
  webFolder: string,
): Promise<void> {
  const streams = new Streams();
  if (configuration.login) await installLogin(scope, configuration.login, streams);
  platformRoutes(scope, configuration);
  clusterRoutes(scope, clusters);
  brokerRoutes(scope, clusters);
  topicRoutes(scope, clusters);
  messageRoutes(scope, clusters, streams);
  groupRoutes(scope, clusters);
  historyRoutes(scope, clusters);
  await servePage(scope, webFolder);
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
  const page = (existsSync(index) ? readFileSync(index, "utf8") : "").replaceAll(
    pathPlaceholder,
    app.prefix,
  );
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
      request.method === "GET" &&
      /^\/(ui(\/|\?|$)|auth(\?|$)|login(\?|$)|\?|$)/.test(pathIn(app, request));
    if (!isView) return notFound(request, reply, "Not found.");
    return reply.type("text/html; charset=utf-8").header("cache-control", "no-cache").send(page);
  });
}

function notFound(request: FastifyRequest, reply: FastifyReply, message: string): FastifyReply {
  const { status, body } = errorResponse(new RequestError(404, message), request.id);
  return reply.status(status).send(body);
}
