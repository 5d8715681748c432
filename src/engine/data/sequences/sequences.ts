/** What is asked of sequences: a look at a file, and its sequences. */
import { toProblem } from '../../errors';
import type { SequenceInspection, Sequences } from '../../records/sequences';
import { examineSequences, type SequenceFile } from './examine';

/** What the file holds as sequences of items, and what would be read from it with these choices. Never rejects for a bad file or choices: `problem` says what is wrong. */
export async function inspectSequences(file: SequenceFile): Promise<SequenceInspection> {
  const { inspection, refusal } = await examineSequences(file);
  return refusal === undefined ? inspection : { ...inspection, problem: toProblem(refusal) };
}

/** The sequences, in the order of the file. Throws InputError where `inspectSequences` would tell of a problem. */
export async function loadSequences(file: SequenceFile): Promise<{ sequences: Sequences; inspection: SequenceInspection }> {
  const { inspection, sequences, refusal } = await examineSequences(file);
  if (sequences) return { sequences, inspection };
  throw refusal;
}
