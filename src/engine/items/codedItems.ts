/** The items of a finished run as views ask for them: vectors, codes, and what the first codes rebuild. */
import { EngineError } from '../errors';
import { rebuilt as sums } from '../quantizers/published/refit';
import { PublishedTask } from '../quantizers/published/task';
import { codedRows, type CodedRows } from '../quantizers/training/coded';
import { QuantizerTask } from '../quantizers/training/task';
import type { Task } from '../runs/task';

export type CodedItems = CodedRows;

/** @throws EngineError where the run trained no quantizer, or codes without vectors. */
export function codedItems(task: Task): CodedItems {
  if (task instanceof QuantizerTask) return codedRows(task.quantizer, task.rows, task.codes);
  if (task instanceof PublishedTask) return ofPublished(task);
  throw new EngineError('This run trained no quantizer.', 'Choose a quantizer.');
}

function ofPublished(task: PublishedTask): CodedItems {
  const fitted = task.codeVectors();
  if (!fitted) throw new EngineError('The codes are joined to no vectors: where their items lie is unknown.', 'Join the cell to vectors.');
  const { codes, codebooks, mean, vectors: { data, dim, known } } = fitted;
  const levels = codebooks.length;
  return {
    rows: known.length, dim, levels, data, codes, known,
    rebuilt(depth, start, count) {
      if (depth > 0) return Promise.resolve(sums(codes.subarray(start * levels, (start + count) * levels), codebooks, dim, depth));
      const made = new Float32Array(count * dim);
      for (let i = 0; i < count; i++) made.set(mean, i * dim);
      return Promise.resolve(made);
    },
    decoded: (ids) => Promise.resolve(sums(ids, codebooks, dim)),
  };
}
