/** The vectors that were read last, kept for the next look: another treatment of bad rows or outliers, other preprocessing or another join reads nothing of the file again. */
import type { DatasetChoices } from '../records/data';
import type { VectorRows } from './reader';

/** A larger matrix is read again: it would be in memory twice. */
const MOST_BYTES = 256e6;

/** Gives what `read` gives, or a copy of what it gave before. */
export type ReadVectors = (choices: DatasetChoices, read: () => Promise<VectorRows>) => Promise<VectorRows>;

export class VectorMemory {
  private kept: { readonly id: number; readonly asked: string; readonly rows: VectorRows } | null = null;

  constructor(private readonly mostBytes = MOST_BYTES) {}

  /** For a look. `id`: the same number for the same file, another for every other; `choices`: as a reader takes them. The rows are the caller's to change. */
  async read(id: number, choices: DatasetChoices, read: () => Promise<VectorRows>): Promise<VectorRows> {
    const rows = await this.take(id, choices, read);
    if (rows.data.byteLength <= this.mostBytes) this.kept = { id, asked: askedOf(choices), rows: copyOf(rows) };
    return rows;
  }

  /** For use: as `read`, and nothing stays here. What was kept is let go before anything is read, so that no two matrices are in memory. */
  async take(id: number, choices: DatasetChoices, read: () => Promise<VectorRows>): Promise<VectorRows> {
    const { kept } = this;
    this.kept = null;
    return kept?.id === id && kept.asked === askedOf(choices) ? kept.rows : read();
  }
}

/** What of the choices decides which cells are read. */
function askedOf({ badRows: _, outliers: __, preprocessing: ___, labelColumn: ____, ...asked }: DatasetChoices): string {
  return JSON.stringify(Object.entries(asked).filter(([, value]) => value !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function copyOf(rows: VectorRows): VectorRows {
  return { ...rows, data: rows.data.slice(), rowIndex: rows.rowIndex.slice() };
}
