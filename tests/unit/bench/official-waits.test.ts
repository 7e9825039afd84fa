import { officialWait } from "../../../offline/stand-ins/docker/official-waits";

afterEach(() => {
  delete process.env.KAFKA_PLATFORM_OFFICIAL_WAITS;
});

test("the stand-in waits as the official plugin does only if it is asked to", async () => {
  const started = process.hrtime.bigint();
  const milliseconds = () => Number((process.hrtime.bigint() - started) / 1_000_000n);
  await officialWait();
  const without = milliseconds();
  process.env.KAFKA_PLATFORM_OFFICIAL_WAITS = "true";
  await officialWait();
  const waited = milliseconds() - without;
  console.log(`without: ${without} ms, as the official plugin: ${waited} ms`);
  // The least that a timer of 2 s takes.
  expect(waited).toBeGreaterThanOrEqual(1999);
  expect(waited).toBeGreaterThan(without);
});
