/** Data that the engine holds for runs, by id: rows of vectors, tables, logs and sequences made ready, and what predictors read beside a log. */
import type { Table } from './data/column';
import { EngineError } from './errors';
import { computeScores } from './metrics/scores';
import { describeLog } from './predictors/log/heldLog';
import type { InstanceStore, ItemCodes, ItemVectors } from './predictors/log/inputs';
import { prepareLog, type PreparedLog } from './predictors/log/preparedLog';
import { describeSequences } from './predictors/retrieval/heldSequences';
import { prepareSequences, type PreparedSequences } from './predictors/retrieval/preparedSequences';
import { prepareTable, type PreparedTable } from './predictors/value/training/preparedTable';
import type { HeldItemCodes, HeldItemVectors, HeldRows, HeldStore } from './protocol';
import { Vectors } from './quantizers/vectors';
import type { HeldLog } from './records/click';
import type { Log, LogSplit } from './records/log';
import type { GivenSequences, HeldSequences } from './records/retrieval';
import type { LoadedTable } from './records/table';
import type { Inputs } from './runs/task';

type Data = Vectors | PreparedTable | PreparedLog | PreparedSequences | ItemCodes | ItemVectors | InstanceStore;

export class Held {
  private readonly data = new Map<string, Data>();
  private made = 0;

  vectors({ data, rows, dim, labels }: HeldRows): string {
    const held = new Vectors(data, rows, dim, labels);
    held.keep();
    return this.add(held);
  }

  /** With the scores of its reference columns on the test part. */
  table(table: Table): Pick<LoadedTable, 'dataId' | 'references'> {
    const prepared = prepareTable(table);
    const references = table.references.map(({ name, values }) => ({
      name,
      scores: computeScores(prepared.test.targets, Float64Array.from(prepared.test.rowNumbers, (row) => values[row]!)),
    }));
    return { dataId: this.add(prepared), references };
  }

  /** With what a person should know of it, and the scores of its reference columns on the test part. @throws InputError where it has no label or no times that part it. */
  log(log: Log, split?: Partial<LogSplit>): HeldLog {
    const prepared = prepareLog(log, split);
    return { dataId: this.add(prepared), ...describeLog(prepared) };
  }

  /** With what a person should know of them. @throws InputError where no case to learn from or to test on is left. */
  sequences(given: GivenSequences): HeldSequences {
    const prepared = prepareSequences(given);
    return { dataId: this.add(prepared), ...describeSequences(prepared) };
  }

  itemCodes({ codes, numCodes }: HeldItemCodes): string {
    const levels = numCodes.length;
    const wrong = codes.findIndex((code, i) => code < -1 || code >= numCodes[i % levels]!);
    if (codes.length % levels !== 0 || wrong >= 0) throw new EngineError('Codes of items do not fit their levels.', 'Run the quantizer again.');
    return this.add({ codes, numCodes });
  }

  /** A copy in the order of the items. @throws EngineError where the vectors are no longer held. */
  itemVectors({ vectorsId, rows }: HeldItemVectors): string {
    const vectors = this.data.get(vectorsId);
    if (!(vectors instanceof Vectors)) throw new EngineError('The vectors of the items are no longer loaded.', 'Load the file again and run the cell.');
    const { dim, labels } = vectors;
    const data = new Float32Array(rows.length * dim);
    rows.forEach((row, item) => {
      if (row >= 0) data.set(vectors.data.subarray(row * dim, (row + 1) * dim), item * dim);
    });
    return this.add({ data, dim, known: Uint8Array.from(rows, (row) => (row >= 0 ? 1 : 0)), ...(labels && { labels: Int32Array.from(rows, (row) => (row < 0 ? -1 : labels[row]!)) }) });
  }

  store({ vectors, dim, bits }: HeldStore): string {
    return this.add({ data: vectors, dim, bits });
  }

  /** What is read at each port. @throws EngineError where some of it is no longer held. */
  inputs(ids: Readonly<Record<string, string>>): Inputs {
    return Object.fromEntries(Object.entries(ids).map(([port, id]) => {
      const found = this.data.get(id);
      if (!found) throw new EngineError('The rows of this run are no longer loaded.', 'Load the file again and run the cell.');
      return [port, found];
    }));
  }

  holds(ids: Readonly<Record<string, string>>): boolean {
    return Object.values(ids).every((id) => this.data.has(id));
  }

  release(id: string): void {
    const found = this.data.get(id);
    if (found instanceof Vectors) found.dispose();
    this.data.delete(id);
  }

  /** Gives up what lies on a device that is gone; it is uploaded again when next used. */
  leaveDevice(): void {
    for (const held of this.data.values()) if (held instanceof Vectors) held.leaveDevice();
  }

  private add(data: Data): string {
    const id = `data-${++this.made}`;
    this.data.set(id, data);
    return id;
  }
}
