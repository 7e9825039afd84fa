import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import cookie from "@fastify/cookie";
import formBody from "@fastify/formbody";
import session from "@fastify/session";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Configuration } from "../environment";
import { RequestError } from "../errors";
import { parseFields } from "../parameters";
import { pathIn } from "../path";
import type { Streams } from "../streams";

declare module "fastify" {
  interface Session {
    user?: string;
  }
}

const sessionHours = 8;
/** Login attempts that an address has per minute: for one user, and for all users together. */
const attemptsPerMinute = { user: 10, address: 100 };

const credentials = z.object({
  username: z.string().max(200),
  password: z.string().max(200),
});

/** What is open without a login: health, the login page, and the page's own files. */
const open =
  /^\/(actuator\/(health|info)(\/|\?|$)|auth(\?|$)|login(\?|$)|logout(\?|$)|assets\/|favicon)/;

/**
 * Requires a login, as Kafka UI does with AUTH_TYPE=LOGIN_FORM: a form is posted to /auth, and the response
 * sets a session cookie. Until then, pages redirect to /auth and the API answers 401.
 */
export async function installLogin(
  app: FastifyInstance,
  login: NonNullable<Configuration["login"]>,
  streams: Streams,
): Promise<void> {
  await app.register(cookie);
  await app.register(session, {
    // Sessions are kept in memory, so a new secret at each start costs nothing.
    secret: randomBytes(32).toString("hex"),
    cookieName: "SESSION",
    cookie: {
      httpOnly: true,
      // Requests that change something must also pass the check of their origin.
      sameSite: "lax",
      // With https the cookie is limited to https; the platform itself uses http on loopback.
      secure: "auto",
      maxAge: sessionHours * 60 * 60 * 1000,
      path: app.prefix || "/",
    },
    saveUninitialized: false,
  });
  await app.register(formBody, { bodyLimit: 4096 });
  app.addHook("onRequest", async (request, reply) => {
    const path = pathIn(app, request);
    if (open.test(path) || request.session.user !== undefined) return;
    if (path.startsWith("/api/")) {
      await reply.status(401).send({ code: 4010, message: "Log in first.", fieldsErrors: [] });
    } else {
      await reply.redirect(`${app.prefix}/auth`);
    }
  });
  const isBusy = attemptLimits(app);
  app.post(
    "/auth",
    {
      errorHandler: (error, request, reply) => {
        // A person gets the form again rather than an error in JSON.
        const isPerson = error.statusCode === 429 && request.headers.accept?.includes("text/html");
        if (!isPerson) throw error;
        void reply.redirect(`${app.prefix}/auth?error=busy`, 303);
      },
    },
    async (request, reply) => {
      const given = parseFields(credentials, request.body);
      if (await isBusy(request))
        throw new RequestError(429, "Too many login attempts. Wait a minute and try again.");
      return logIn(login, given, request, reply);
    },
  );
  app.post("/logout", async (request, reply) => {
    streams.endOf(request.session.sessionId);
    await request.session.destroy();
    return reply.redirect(`${app.prefix}/auth`);
  });
}

/** Counts login attempts and says whether there are too many. A user is locked out for one address only. */
function attemptLimits(app: FastifyInstance): (request: FastifyRequest) => Promise<boolean> {
  const timeWindow = "1 minute";
  const limits = [
    app.createRateLimit({
      timeWindow,
      max: attemptsPerMinute.user,
      keyGenerator: (request) => JSON.stringify([request.ip, userOf(request)]),
    }),
    app.createRateLimit({
      timeWindow,
      max: attemptsPerMinute.address,
      keyGenerator: (request) => request.ip,
    }),
  ];
  return async (request) => {
    const counts = await Promise.all(limits.map((count) => count(request)));
    return counts.some((each) => !each.isAllowed && each.isExceeded);
  };
}

function userOf({ body }: FastifyRequest): string {
  return parseFields(credentials, body).username;
}

async function logIn(
  login: NonNullable<Configuration["login"]>,
  { username, password }: z.output<typeof credentials>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const isUser = isEqual(username, login.user);
  if (!isEqual(password, login.password) || !isUser) {
    request.log.warn({ address: request.ip }, "login refused");
    return reply.redirect(`${request.server.prefix}/auth?error`);
  }
  // A session from before the login must not become the user's session.
  await request.session.regenerate();
  request.session.user = username;
  return reply.redirect(`${request.server.prefix}/`);
}

/** Compares in a time that reveals nothing about either text. */
function isEqual(given: string, wanted: string): boolean {
  return timingSafeEqual(digest(given), digest(wanted));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
