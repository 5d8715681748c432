/** A look into a file: what it holds, and what would be read from it with these choices. */
import { toProblem } from '../errors';
import type { DatasetChoices, FileInspection } from '../records/data';
import { prepare, withoutJoin } from './dataset';
import { fileErrors } from './fileErrors';
import type { JoinedFile } from './joinVectors';
import { openVectors } from './readers';
import type { ReadVectors } from './vectorMemory';

/**
 * Never throws for a bad file: the inspection carries the problem, and whatever was found before it. `problem` beside a `summary` says why
 * `loadDataset` would refuse the choices (bad rows, a constant matrix) although the file could be read. `readVectors`: remembers what was read.
 */
export async function inspectFile(file: File, choices: DatasetChoices = {}, joined?: JoinedFile, readVectors?: ReadVectors): Promise<FileInspection> {
  let seen: FileInspection = { name: file.name, format: '', bytes: file.size, arrays: [], columns: [], choices };
  try {
    const opened = await fileErrors(file, () => openVectors(file));
    seen = { ...seen, format: opened.reader.format };
    const layout = await fileErrors(file, () => opened.reader.inspect(opened.file, withoutJoin(choices)));
    const notes = [...opened.notes, ...(layout.notes ?? [])];
    seen = { ...seen, ...layout, choices: { ...choices, ...layout.choices }, ...(notes.length > 0 && { notes }) };
    const prepared = await prepare(file, opened, layout, choices, { joined, readVectors });
    const all = [...notes, ...(prepared.notes ?? [])];
    seen = { ...seen, choices: joined ? { ...seen.choices, ...prepared.choices } : prepared.choices, summary: prepared.summary, ...(prepared.join && { join: prepared.join }), ...(all.length > 0 && { notes: all }) };
    return prepared.refusal ? { ...seen, problem: toProblem(prepared.refusal) } : seen;
  } catch (thrown) {
    return { ...seen, problem: toProblem(thrown) };
  }
}
