import { z } from "zod";
import { wholeNumber } from "../forms";
import { strictObject } from "../strict-object";
import { text, textMap } from "./forms";
import { byWorkload } from "./workloads";

/** Labels by which the platform, and docker compose, find what is theirs. */
const reserved = /^(kafka-platform\.|com\.docker\.|io\.docker\.|org\.dockerproject\.)/;

const labels = textMap(keyProblem);

function keyProblem(key: string): string | undefined {
  if (reserved.test(key)) return "is not free: the platform or Docker uses this label; remove it";
  return /^[^\s=]+$/.test(key) ? undefined : "is not a label: no blanks and no '='";
}

const cpusError = "must be a number of CPUs from 0.01 to 1024, such as 1.5";
const cpusPattern = /^\d{1,4}(\.\d{1,2})?$/;
/** As the provider takes it: Docker counts in hundredths, "range of CPUs is from 0.01". */
const cpus = text
  .refine((given) => cpusPattern.test(given), { error: cpusError })
  .refine((given) => Number(given) >= 0.01 && Number(given) <= 1024, { error: cpusError })
  .transform((given) => String(Number(given)))
  .meta({
    ...{ type: ["string", "number"], pattern: cpusPattern.source },
    ...{ minimum: 0.01, maximum: 1024 },
  });

const container = strictObject(
  {
    labels: labels.optional(),
    memoryMiB: wholeNumber(128, 1048576).optional(),
    cpus: cpus.optional(),
  },
  "a container",
);

/** What is changed in the containers of a workload. */
export type ContainerTemplate = z.output<typeof container>;

/** The form of `containers`. */
export function containers() {
  return byWorkload(container, "containers");
}
