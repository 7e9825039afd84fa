import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { podEnvironment, zoneVariable } from "../../../targets/kubernetes/environment";

const command = ["/serve", "now"];
const outside = (port: string) =>
  port === "external"
    ? { host: (replica: string) => `edge-${replica}`, firstPort: 30092 }
    : undefined;

test("what every replica has alike needs no shell", () => {
  const environment = () => ({ B: "2", A: "$HOME" });
  expect(podEnvironment({ command, environment }, "web.ns.svc", outside)).toEqual({
    shared: { A: "$HOME", B: "2" },
  });
});

test("what each replica has of its own is set in the pod, before the image's own command", () => {
  const { shared, command: wrapped } = podEnvironment(
    {
      command,
      environment: (replica) => ({
        ID: replica.number,
        SELF: `in://${replica.host}:1,out://${replica.outside("external")}`,
        NONE: String(replica.outside("internal")),
      }),
    },
    "web.ns.svc",
    outside,
  );
  expect(shared).toEqual({ NONE: "undefined" });
  expect(wrapped).toEqual([
    "bash",
    "-c",
    [
      "ordinal=${HOSTNAME##*-}",
      'export ID="$((ordinal + 1))"',
      'export SELF="in://$HOSTNAME.web.ns.svc:1,out://edge-$((ordinal + 1)):$((30092 + ordinal))"',
      'exec "$@"',
    ].join("\n"),
    "bash",
    "/serve",
    "now",
  ]);
});

test("what comes before the start comes after the environment", () => {
  const beforeStart = "until ready; do sleep 1; done";
  expect(
    podEnvironment(
      { command, beforeStart, environment: () => ({ A: "1" }) },
      "web.ns.svc",
      outside,
    ),
  ).toEqual({
    shared: { A: "1" },
    command: ["bash", "-c", `${beforeStart}\nexec "$@"`, "bash", "/serve", "now"],
  });
  const { command: wrapped } = podEnvironment(
    { command, beforeStart, environment: ({ number }) => ({ ID: number }) },
    "web.ns.svc",
    outside,
  );
  expect(wrapped?.[2]?.split("\n").slice(-2)).toEqual([beforeStart, 'exec "$@"']);
});

test("a variable with the zone is left out where the pod's node has none", () => {
  const {
    shared,
    needsZone,
    command: wrapped = [],
  } = podEnvironment(
    {
      command: ["bash", "-c", 'echo "${RACK-none}"'],
      environment: ({ zone }) => ({ A: "1", ...(zone !== undefined && { RACK: `in ${zone}` }) }),
    },
    "web.ns.svc",
    outside,
  );
  expect({ shared, needsZone }).toEqual({ shared: { A: "1" }, needsZone: true });
  const [program = "", ...args] = wrapped;
  const rackIn = (zone: string) =>
    execFileSync(program, args, {
      encoding: "utf8",
      env: { ...process.env, HOSTNAME: "web-2", [zoneVariable.name]: zone },
    });
  expect([rackIn("eu-1a"), rackIn("")]).toEqual(["in eu-1a\n", "none\n"]);
});

test("any text beside a placeholder reaches the process as it is", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ -~]{0,20}$/), (text) => {
      const { command: wrapped = [] } = podEnvironment(
        {
          command: ["bash", "-c", 'printf %s "$VALUE"'],
          environment: ({ number }) => ({ VALUE: `${text}|${number}` }),
        },
        "web.ns.svc",
        outside,
      );
      const [program = "", ...args] = wrapped;
      const output = execFileSync(program, args, {
        encoding: "utf8",
        env: { ...process.env, HOSTNAME: "web-2" },
      });
      expect(output).toBe(`${text}|3`);
    }),
    { numRuns: 25 },
  );
});
