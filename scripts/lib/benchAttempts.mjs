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

/** --quick must end within two minutes, the start of the bench and the closing of browsers included. */
const QUICK_SECONDS = 108;
/** Seconds that stay reserved for each section, so that a slow one before does not take all of them. */
const RESERVED = { kernels: 48, step: 26, calls: 3, processor: 20, growth: 14, readers: 5, quantizers: 8, page: 11, map: 0, proof: 0, values: 0, labels: 0, retrieval: 0 };

/** Seconds from the start at which `section` must be over when `chosen` sections run in their order; no end but for --quick. */
export function sectionEnd(section, chosen, scale) {
  if (scale !== 'quick') return Infinity;
  return chosen.slice(chosen.indexOf(section) + 1).reduce((rest, later) => rest - RESERVED[later], QUICK_SECONDS);
}
