// Measurements that may fail or run out of time without ending the bench.

const LEFT_OUT = 'left out, the time was up';

/** True for problems that only say that time was up. */
export const leftOut = (problem) => problem.endsWith(LEFT_OUT);

/**
 * attempt(what, work): what `work` resolves to, or undefined where it throws or is not done by `deadline` (of performance.now()); then
 * `problems` gets one line.
 */
export function attempts(deadline, problems) {
  let over = false; // a timer may fire a little early: what is over stays over
  return async (what, work) => {
    const rest = deadline - performance.now();
    let timer;
    const timeUp = new Promise((resolve) => {
      if (Number.isFinite(rest)) timer = setTimeout(resolve, Math.max(0, rest), LEFT_OUT);
    });
    try {
      const outcome = rest > 0 && !over ? await Promise.race([work(), timeUp]) : LEFT_OUT;
      if (outcome !== LEFT_OUT) return outcome;
      over = true;
      problems.push(`${what}: ${LEFT_OUT}`);
    } catch (error) {
      problems.push(`${what}: ${error.message.split('\n')[0]}`);
    } finally {
      clearTimeout(timer);
    }
    return undefined;
  };
}
