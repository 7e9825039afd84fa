import type { Admin } from "kafkajs";
import { isTransient } from "../../kafka/connection";
import { replicateTopics } from "../../kafka/topics/replication";

/** An admin client that notes what is to be reassigned, and has it done at once. */
function recordingAdmin() {
  const reassigned: unknown[] = [];
  const admin = {
    alterPartitionReassignments: ({ topics }: { topics: unknown[] }) => {
      reassigned.push(...topics);
      return Promise.resolve();
    },
    listPartitionReassignments: () => Promise.resolve({ topics: [] }),
  };
  return { admin: admin as unknown as Admin, reassigned };
}

const assignments = new Map([
  ["orders", [[1], [1]]],
  ["stays", [[2]]],
]);

test("only what has another number of copies is reassigned", async () => {
  const { admin, reassigned } = recordingAdmin();
  const wanted = { orders: 2, stays: 1, missing: 2 };
  await replicateTopics(admin, { assignments, brokerIds: [1, 2] }, wanted);
  expect(reassigned).toEqual([
    {
      topic: "orders",
      partitionAssignment: [
        { partition: 0, replicas: [1, 2] },
        { partition: 1, replicas: [1, 2] },
      ],
    },
  ]);
});

test("a broker that knows fewer brokers than copies is asked again later, and nothing is reassigned", async () => {
  const { admin, reassigned } = recordingAdmin();
  const replicated = replicateTopics(admin, { assignments, brokerIds: [1] }, { orders: 3 });
  const error: unknown = await replicated.catch((reason: unknown) => reason);
  expect(String(error)).toContain("3 copies need as many brokers");
  expect(isTransient(error)).toBe(true);
  expect(reassigned).toEqual([]);
});
