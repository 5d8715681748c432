/** Errors that a person can act on: what was seen and wanted (message), and what to do (hint). */
import type { Problem } from './records/basics';
import type { Params } from './records/params';

/** The file or a setting is at fault. */
export class InputError extends Error {
  override readonly name = 'input';
  constructor(
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}

/** The device, the browser or our own code is at fault. */
export class EngineError extends Error {
  override readonly name = 'engine';
  constructor(
    message: string,
    readonly hint: string,
    /** Settings that may mend it. */
    readonly retry?: Params,
  ) {
    super(message);
  }
}

/** Any thrown value as a record that crosses the border. */
export function toProblem(thrown: unknown): Problem {
  if (thrown instanceof EngineError && thrown.retry) return { name: thrown.name, message: thrown.message, hint: thrown.hint, retry: thrown.retry };
  if (thrown instanceof InputError || thrown instanceof EngineError) return { name: thrown.name, message: thrown.message, hint: thrown.hint };
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { name: 'engine', message, hint: 'Run the cell again; if it fails again, reload the page or force another backend in the settings.' };
}
