/** The fields that a model reads of each event, as rows of one table of embeddings. */
import { InputError } from '../../errors';
import type { LogField } from '../log/fields';

export class ChosenFields {
  /** Rows of the table in all. */
  readonly size: number;
  readonly count: number;
  private readonly starts: readonly number[];

  /** @throws InputError where nothing is left. */
  constructor(readonly fields: readonly LogField[]) {
    if (fields.length === 0) throw new InputError('No field is left to learn from.', 'Let the model read the item or the user, or choose columns of context for the log.');
    let size = 0;
    this.starts = fields.map((field) => (size += field.size) - field.size);
    this.size = size;
    this.count = fields.length;
  }

  /** int32 [n, count], row-major: table rows of these events. */
  ids(events: ArrayLike<number>): Int32Array {
    const { fields, starts, count } = this;
    const ids = new Int32Array(events.length * count);
    for (let field = 0; field < count; field++) {
      const [start, { codes }] = [starts[field]!, fields[field]!];
      for (let row = 0, at = field; row < events.length; row++, at += count) ids[at] = start + codes[events[row]!]!;
    }
    return ids;
  }
}

/** All fields but the ids that are not wanted. */
export function chooseFields(fields: readonly LogField[], wanted: { readonly item: boolean; readonly user: boolean }): ChosenFields {
  return new ChosenFields(fields.filter(({ role }) => (role !== 'item' || wanted.item) && (role !== 'user' || wanted.user)));
}
