import { KafkaJSConnectionError, KafkaJSNonRetriableError } from "kafkajs";
import { retryTransient } from "../../../kafka/connections/kafka";

const away = new KafkaJSConnectionError("Connection error", {});

/** Fails with each of the errors, then succeeds. */
function failing(...errors: Error[]): jest.Mock<Promise<string>, []> {
  const work = jest.fn<Promise<string>, []>().mockResolvedValue("done");
  for (const error of errors) work.mockRejectedValueOnce(error);
  return work;
}

test("what may pass by itself is tried again until it succeeds", async () => {
  const work = failing(away, away);
  expect(await retryTransient(work, 5)).toBe("done");
  expect(work).toHaveBeenCalledTimes(3);
});

test("what no time mends is not tried again", async () => {
  const refused = new KafkaJSNonRetriableError("Invalid topic");
  const work = failing(refused);
  await expect(retryTransient(work, 5)).rejects.toBe(refused);
  expect(work).toHaveBeenCalledTimes(1);
});

test("after the time, the last failure is told", async () => {
  const work = failing(away, away, away, away);
  await expect(retryTransient(work, 0.1)).rejects.toBe(away);
  expect(work).toHaveBeenCalledTimes(2);
});
