import { spawn } from "node:child_process";

const secondsToBegin = 8;

/**
 * Pulls an image. A pull that has begun may take its time; one that has not begun after some
 * seconds is given up, as the registry is out of reach.
 *
 * @param onBegin Called once the registry has answered and layers are on their way.
 * @returns Nothing where the image is there now, or why it is not.
 */
export function pull(image: string, onBegin: () => void): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn("docker", ["pull", image], { stdio: ["ignore", "pipe", "pipe"] });
    let [begun, problem] = [false, ""];
    const timer = setTimeout(() => {
      problem = `no answer in ${secondsToBegin} s`;
      child.kill();
    }, secondsToBegin * 1000);
    child.stdout.on("data", (data: Buffer) => {
      if (begun || !data.includes("Pulling from")) return;
      begun = true;
      clearTimeout(timer);
      onBegin();
    });
    child.stderr.on("data", (data: Buffer) => (problem += data.toString()));
    child.on("error", (error) => {
      clearTimeout(timer);
      resolve(error.message);
    });
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve(code === 0 ? undefined : problem.trim().split("\n").at(-1));
    });
  });
}

/** The registry of an image, which is Docker Hub where its name begins with none. */
export function registryOf(image: string): string {
  const [first = "", ...rest] = image.split("/");
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  return isHost ? first : "docker.io";
}
