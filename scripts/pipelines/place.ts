import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { UserError } from "../../common/user-error";
import type { PlatformPlace } from "../../program/place";
import { projectName as platformProject } from "../../settings/files/project-name";
import { chooseBackend } from "../setup/backend";
import { root } from "../setup/places";
import { pipelines } from "../setup/project";
import { StackConfig } from "../setup/stack-config";
import { readStackPlace, type StackPlace } from "../stack/place";
import { stackArgument } from "../stack/stack-argument";

type Config = Readonly<Record<string, { readonly value?: string } | undefined>>;

/**
 * Where the pipelines of the current stack are configured to be, deployed or not: next to their platform, of which the
 * outputs say where it is, or, if it is destroyed, its configuration.
 *
 * @throws UserError if neither says it.
 */
export function readPipelinesPlace(): StackPlace {
  const config = readConfig();
  const given = config["kafka-pipelines:platformStack"]?.value ?? "";
  const stack = given === "" ? current() : given;
  const place = placeInOutputs(stack) ?? placeInConfig(stack);
  if (place.target === "docker") return place;
  const namespace = config["kafka-pipelines:namespace"]?.value ?? "kafka-pipelines";
  return { ...place, namespace, createNamespace: true };
}

function readConfig(): Config {
  const text = execFileSync("pulumi", ["config", "--json", "--show-secrets"], {
    ...{ cwd: pipelines.folder, encoding: "utf8" },
  });
  return JSON.parse(text) as Config;
}

function current(): string {
  return process.env.PULUMI_STACK ?? "dev";
}

/** Undefined if the platform is not deployed, or an earlier release deployed it. */
function placeInOutputs(stack: string): StackPlace | undefined {
  const args = ["stack", "output", "--json", "--show-secrets", "--stack", stack];
  try {
    const text = execFileSync("pulumi", args, {
      ...{ cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
    });
    const { place } = JSON.parse(text) as { place?: PlatformPlace };
    return place && stackPlace(place);
  } catch {
    // There is no such stack.
    return undefined;
  }
}

function stackPlace(place: PlatformPlace): StackPlace {
  if (place.target === "docker") return place;
  const { kubeconfig, context, namespace } = place;
  return {
    ...{ target: "kubernetes", namespace, createNamespace: true },
    access: { kubeconfig, context },
  };
}

function placeInConfig(stack: string): StackPlace {
  const parts = stack.split("/");
  const isHere = parts.length < 3 || parts[1] === platformProject;
  const path = isHere ? copyOf(stack) : undefined;
  if (path === undefined) {
    throw new UserError(
      `The stack ${stack} of the platform, next to which the data is, is neither deployed nor configured in this checkout: ` +
        `run \`make up${stackArgument(stack)}\` first, or set kafka-pipelines:platformStack. Nothing was removed.`,
    );
  }
  return readStackPlace({ stack, config: path });
}

/** The configuration that our commands use for a stack of the platform; undefined if it is not in this checkout. */
function copyOf(stack: string): string | undefined {
  try {
    const { path } = new StackConfig(stack, chooseBackend(process.env));
    return existsSync(path) ? path : undefined;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
