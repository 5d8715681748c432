/** Data that the engine holds for runs, by id: rows of vectors, and tables made ready. */
import type { Table } from './data/column';
import { EngineError } from './errors';
import { computeScores } from './metrics/scores';
import { prepareTable, type PreparedTable } from './predictors/value/training/preparedTable';
import type { HeldRows } from './protocol';
import { Vectors } from './quantizers/vectors';
import type { LoadedTable } from './records/table';
import type { Inputs } from './runs/task';

export class Held {
  private readonly data = new Map<string, Vectors | PreparedTable>();
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

  private add(data: Vectors | PreparedTable): string {
    const id = `data-${++this.made}`;
    this.data.set(id, data);
    return id;
  }
}
