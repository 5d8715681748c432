/** Anything thrown, as the record a cell or the panel shows. */
import type { Problem } from '../../engine/records/basics';

const HINT = 'Try again; if it fails again, reload the page or choose another backend in the status menu.';

export function toProblem(thrown: unknown): Problem {
  if (typeof thrown === 'object' && thrown !== null && 'message' in thrown) {
    const { name, message, hint } = thrown as { name?: unknown; message: unknown; hint?: unknown };
    return { name: name === 'input' ? 'input' : 'engine', message: String(message), hint: typeof hint === 'string' ? hint : HINT };
  }
  return { name: 'engine', message: String(thrown), hint: HINT };
}
