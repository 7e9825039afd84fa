import type { WorkloadArgs } from "../../../targets/target";

/** What every target's tests deploy, apart from what each test is about. */
export const sampleWorkload: WorkloadArgs = {
  image: "registry.example/web:1",
  host: "web",
  replicas: 1,
  command: ["/serve"],
  userId: 1000,
  environment: () => ({ ALPHA: "a" }),
  ports: [],
  volumes: [],
  health: {
    ready: ["true"],
    alive: ["lives"],
    intervalSeconds: 2,
    timeoutSeconds: 3,
    retries: 4,
    startSeconds: 5,
    deadlineSeconds: 60,
  },
  resources: { cpuMillicores: 100, memoryMiB: 256 },
  stopGraceSeconds: 30,
};
