import type { Entity, NiFi } from "./nifi";

/** A parameter as a flow declares it. */
export interface Parameter {
  readonly name: string;
  readonly description?: string | null;
  readonly sensitive: boolean;
  readonly value?: string | null;
}

interface Context extends Entity {
  readonly component: {
    readonly name: string;
    readonly parameters: readonly { readonly parameter: Parameter }[];
  };
}

/**
 * Makes a parameter context have these parameters. It is created if it is missing; NiFi restarts the processors that
 * use what differs. Other parameters stay.
 */
export async function setParameters(
  nifi: NiFi,
  name: string,
  parameters: readonly Parameter[],
): Promise<void> {
  const found = await readContext(nifi, name);
  if (!found) {
    const component = { name, parameters: parameters.map((parameter) => ({ parameter })) };
    await nifi.ask("POST", "/parameter-contexts", { revision: { version: 0 }, component });
    return;
  }
  const { id, revision } = found;
  const known = parametersOf(found);
  const differing = parameters.filter((parameter) => differs(known.get(parameter.name), parameter));
  if (differing.length === 0) return;
  await nifi.work(`/parameter-contexts/${id}/update-requests`, {
    ...{ id, revision },
    component: { id, name, parameters: differing.map((parameter) => ({ parameter })) },
  });
}

/**
 * The values of parameters that NiFi has otherwise than declared, null for one that it does not have. Sensitive ones are
 * not compared, because NiFi never shows them.
 */
export async function differingParameters(
  nifi: NiFi,
  name: string,
  parameters: readonly Parameter[],
): Promise<Readonly<Record<string, string | null>>> {
  const found = await readContext(nifi, name);
  const known = found && parametersOf(found);
  const valueOf = ({ name: each }: Parameter) => known?.get(each)?.value ?? null;
  const differing = parameters.filter(
    (each) => !each.sensitive && valueOf(each) !== (each.value ?? null),
  );
  return Object.fromEntries(differing.map((each) => [each.name, valueOf(each)]));
}

/** NiFi never shows a sensitive value: it is set again each time. */
function differs(before: Parameter | undefined, now: Parameter): boolean {
  return before === undefined || now.sensitive || before.value !== now.value;
}

/** Removes a parameter context that no group uses any more. */
export async function removeParameters(nifi: NiFi, name: string): Promise<void> {
  const found = await findContext(nifi, name);
  if (!found) return;
  await nifi.ask("DELETE", `/parameter-contexts/${found.id}?version=${found.revision.version}`);
}

function parametersOf({ component }: Context): ReadonlyMap<string, Parameter> {
  return new Map(component.parameters.map(({ parameter }) => [parameter.name, parameter]));
}

/** A parameter context with its parameters; undefined if there is none of that name. */
async function readContext(nifi: NiFi, name: string): Promise<Context | undefined> {
  const found = await findContext(nifi, name);
  return found && nifi.ask<Context>("GET", `/parameter-contexts/${found.id}`);
}

async function findContext(nifi: NiFi, name: string): Promise<Entity | undefined> {
  interface Contexts {
    readonly parameterContexts: readonly Entity[];
  }
  const { parameterContexts } = await nifi.ask<Contexts>("GET", "/flow/parameter-contexts");
  return parameterContexts.find(({ component }) => component.name === name);
}
