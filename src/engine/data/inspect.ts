/** A look into a file: what it holds, and what would be read from it with these choices. */
import { toProblem } from '../errors';
import type { DatasetChoices, FileInspection } from '../records';
import { prepare } from './dataset';
import { fileErrors } from './fileErrors';
import { readerFor } from './readers';

/**
 * Never throws for a bad file: the inspection carries the problem, and whatever was found before it. `problem` beside a `summary` says why
 * `loadDataset` would refuse the choices (bad rows, a constant matrix) although the file could be read.
 */
export async function inspectFile(file: File, choices: DatasetChoices = {}): Promise<FileInspection> {
  let seen: FileInspection = { name: file.name, format: '', bytes: file.size, arrays: [], columns: [], choices };
  try {
    const reader = await fileErrors(file, () => readerFor(file));
    seen = { ...seen, format: reader.format };
    const layout = await fileErrors(file, () => reader.inspect(file, choices));
    seen = { ...seen, ...layout };
    const prepared = await prepare(file, reader, layout, choices);
    seen = { ...seen, choices: prepared.choices, summary: prepared.summary };
    return prepared.refusal ? { ...seen, problem: toProblem(prepared.refusal) } : seen;
  } catch (thrown) {
    return { ...seen, problem: toProblem(thrown) };
  }
}
