/**
 * The source model as rows come in, one by one (2604.08933, section on streaming): the vectors of a user's last T - 1 rows are looked up, the new row is compressed and put behind them, its
 * label is predicted, and its vector is written. Nothing that is stored is computed again.
 */
import type { SourceModel } from './model';
import { sequencesOf, type RowTimes } from './sequences';

/** A row that comes in. */
export interface Arrival {
  /** Ids of its fields, as ChosenFields.ids gives them for one row. */
  readonly ids: Int32Array;
  readonly user: number;
  readonly time: number;
  /** Number of its request: rows of one request do not see each other. */
  readonly request: number;
}

interface Stored {
  readonly vector: Float32Array;
  readonly time: number;
  readonly request: number;
  /** How many requests of the user began before it. */
  readonly place: number;
}

export class InstanceStream {
  private readonly lists = new Map<number, Stored[]>();

  /** With the weights as they are. */
  constructor(private readonly model: SourceModel) {}

  /** Rows of a user come in their order in time. The vector is that before mixing, not standardised. */
  async append({ ids, user, time, request }: Arrival): Promise<{ readonly vector: Float32Array; readonly probability: number }> {
    const { data: { times: { timeUnit } }, settings: { dim, order, length } } = this.model;
    const list = this.lists.get(user) ?? [];
    const last = list.at(-1);
    const place = last ? (list.find((row) => row.request === request)?.place ?? Math.max(...list.map((row) => row.place)) + 1) : 0;
    const rows = [...list, { vector: new Float32Array(dim), time, request, place }];
    const known = new Float32Array(list.length * dim);
    list.forEach(({ vector }, i) => known.set(vector, i * dim));
    const times: RowTimes = { timeUnit, time: rows.map((row) => row.time), request: rows.map((row) => row.request), place: rows.map((row) => row.place) };
    const sequences = sequencesOf([{ from: 0, to: rows.length, first: rows.length - 1 }], length, times);
    // The vector and the logit of the new row side by side; stored vectors are constants.
    const out = await this.model.read((face, network) => {
      const e = network.embed(face, ids);
      const fresh = network.compress(face, e);
      const c = list.length === 0 ? fresh : face.stack([face.data(known, list.length, dim), fresh]);
      const g = order === 'user' ? network.mix(face, c, sequences) : fresh;
      return face.join([fresh, network.logits(face, g, e)]);
    });
    const vector = out.slice(0, dim);
    this.lists.set(user, [...list, { vector, time, request, place }].slice(-(length - 1)));
    return { vector, probability: 1 / (1 + Math.exp(-out[dim]!)) };
  }
}
