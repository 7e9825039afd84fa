/** Milliseconds without an answer before asking the next candidate as well. */
const patience = 250;

/**
 * Asks one candidate after the other until one answers; moves on as soon as one fails or is silent for a
 * while. The first answer counts.
 *
 * @throws The last error, if all candidates fail.
 */
export function firstAnswer<Candidate, Answer>(
  candidates: readonly Candidate[],
  ask: (candidate: Candidate) => Promise<Answer>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let next = 0;
    let failed = 0;
    let timer: NodeJS.Timeout | undefined;
    const askNext = () => {
      clearTimeout(timer);
      for (const candidate of candidates.slice(next, next + 1)) {
        next += 1;
        timer = setTimeout(askNext, patience);
        ask(candidate).then(
          (answer) => {
            next = candidates.length;
            clearTimeout(timer);
            resolve(answer);
          },
          (error: unknown) => {
            failed += 1;
            if (failed < candidates.length) askNext();
            else reject(error instanceof Error ? error : new Error(String(error)));
          },
        );
      }
    };
    if (candidates.length === 0) reject(new Error("no broker is available"));
    askNext();
  });
}
