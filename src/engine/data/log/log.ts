/** What is asked of logs: a look at a file, and its events. */
import { toProblem } from '../../errors';
import type { Log, LogInspection } from '../../records/log';
import { examineLog, type LogFile } from './examine';

/** What the file holds as a log of events, and what would be read from it with these choices. Never rejects for a bad file or choices: `problem` says what is wrong. */
export async function inspectLog(file: LogFile): Promise<LogInspection> {
  const { inspection, refusal } = await examineLog(file);
  return refusal === undefined ? inspection : { ...inspection, problem: toProblem(refusal) };
}

/** The events, sorted by user and time. Throws InputError where `inspectLog` would tell of a problem. */
export async function loadLog(file: LogFile): Promise<{ log: Log; inspection: LogInspection }> {
  const { inspection, log, refusal } = await examineLog(file);
  if (log) return { log, inspection };
  throw refusal;
}
