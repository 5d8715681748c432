/** What the reader is given of a batch of events: fields, the ordinary sequence, and the tokens of the past. */
import { InputError } from '../../../errors';
import type { InstanceStore } from '../../log/inputs';
import type { PreparedLog } from '../../log/preparedLog';
import { meanBags, type Bags } from '../../../math/segments';
import { DISTANCES, distanceBucket, GAPS, gapBucket } from '../buckets';
import { chooseFields, ChosenFields } from '../chosenFields';
import { itemFields } from '../itemFields';
import { History, UNKNOWN_LABEL } from '../lookup';
import { requestsOf, type Requests } from '../requests';
import type { ReaderSettings } from './params';

/** Entries of a token's side facts: label (no, yes, unknown), gap, distance in requests; of each one more, for the token of who has no history. */
const LABELS = 3;
const GAPS_FROM = LABELS + 1;
const DISTANCES_FROM = GAPS_FROM + GAPS + 1;
export const SIDE_FACTS = 3;
export const SIDE_ENTRIES = DISTANCES_FROM + DISTANCES + 1;

/** Tokens of the past of B events, T each; where there are fewer, the mask hides the rest. Who has no history sees one token that says so. */
export interface Tokens {
  readonly each: number;
  /** [B, T, dim], row-major; null where tokens are made of the fields of items. */
  readonly vectors: Float32Array | null;
  /** int32 [B, T, fields of items]; null where there are vectors. */
  readonly items: Int32Array | null;
  /** int32 [B, T, SIDE_FACTS]: rows of the table of side facts. */
  readonly side: Int32Array;
  /** [B, T]: 1 where there is a token. */
  readonly mask: Uint8Array;
  /** int32 [B, T]: distance in requests, as a bucket. */
  readonly distances: Int32Array;
  /** int32 [B, T]: the event behind each token, -1 where there is none. */
  readonly events: Int32Array;
}

export interface ReaderBatch {
  readonly rows: number;
  /** int32 [B, fields] */
  readonly ids: Int32Array;
  /** B x sequence fields bags; null without the ordinary sequence. */
  readonly bags: Bags | null;
  /** [B]: logarithm of its length, about 0 to 1. */
  readonly counts: Float32Array;
  readonly tokens: Tokens | null;
}

export class ReaderData {
  readonly fields: ChosenFields;
  /** Item and its fields: what the ordinary sequence and item tokens hold. Null where there is none of them. */
  readonly itemFields: ChosenFields | null;
  /** Fields of the sequence, its label among them; entries of their table. */
  readonly bagFields: number;
  readonly bagEntries: number;
  /** Numbers a stored vector has. */
  readonly dim: number;
  private readonly history: History;
  private readonly requests: Requests;

  /** @throws InputError where tokens are to be made of fields that there are not. */
  constructor(
    readonly events: PreparedLog,
    /** Null: vectors are zeros. */
    private readonly store: InstanceStore | null,
    private readonly settings: ReaderSettings,
    zeroDim: number,
  ) {
    this.requests = requestsOf(events.log);
    this.history = new History(events, this.requests);
    this.fields = chooseFields(events.fields, { item: settings.useItem, user: settings.useUser });
    const own = [...(settings.useItem ? events.fields.filter(({ role }) => role === 'item') : []), ...itemFields(events)];
    this.itemFields = own.length > 0 ? new ChosenFields(own) : null;
    if (settings.history === 'sequence' && !this.itemFields) {
      throw new InputError(
        `Nothing tells what an item of ${events.log.name} is: its id is not read, and no field is the same in all rows of an item.`,
        'Let the reader read the item, or choose another history.',
      );
    }
    this.bagFields = (this.itemFields?.count ?? 0) + 1;
    this.bagEntries = (this.itemFields?.size ?? 0) + LABELS;
    this.dim = store?.dim ?? zeroDim;
  }

  batch(events: Uint32Array): ReaderBatch {
    const { sequenceLength, history } = this.settings;
    const pasts = Array.from(events, (event) => this.history.before(event, sequenceLength));
    return {
      rows: events.length,
      ids: this.fields.ids(events),
      bags: sequenceLength > 0 ? this.bags(events, pasts) : null,
      counts: Float32Array.from(pasts, (past) => Math.log1p(past.length) / Math.log1p(Math.max(1, sequenceLength))),
      tokens: history === 'none' ? null : this.tokens(events),
    };
  }

  /** Of each event one bag of rows of the sequence's table a field, the last of labels that were known by then. */
  private bags(events: Uint32Array, pasts: readonly Int32Array[]): Bags {
    const { itemFields: own, bagFields } = this;
    const total = pasts.reduce((sum, past) => sum + past.length, 0) * bagFields;
    const ids = new Int32Array(total);
    const starts = new Int32Array(events.length * bagFields + 1);
    const labelsFrom = own?.size ?? 0;
    let at = 0;
    pasts.forEach((past, row) => {
      const time = this.events.log.time[events[row]!]!;
      const known = own?.ids(past);
      for (let field = 0; field < bagFields - 1; field++) {
        for (let i = field; i < known!.length; i += bagFields - 1) ids[at++] = known![i]!;
        starts[row * bagFields + field + 1] = at;
      }
      for (const earlier of past) ids[at++] = labelsFrom + this.history.labelAt(earlier, time);
      starts[(row + 1) * bagFields] = at;
    });
    return meanBags(ids, starts);
  }

  private tokens(events: Uint32Array): Tokens {
    const { settings: { length: each, history, sideLabels }, store, dim, requests: { place } } = this;
    const { log: { time, timeUnit } } = this.events;
    const slots = events.length * each;
    const vectors = history === 'sequence' ? null : new Float32Array(slots * dim);
    const own = history === 'sequence' ? this.itemFields : null;
    const items = own && new Int32Array(slots * own.count);
    const [side, mask, distances, behind] = [new Int32Array(slots * SIDE_FACTS), new Uint8Array(slots), new Int32Array(slots), new Int32Array(slots).fill(-1)];
    const tell = (slot: number, label: number, gap: number, distance: number) => {
      side[slot * SIDE_FACTS] = label;
      side[slot * SIDE_FACTS + 1] = GAPS_FROM + gap;
      side[slot * SIDE_FACTS + 2] = DISTANCES_FROM + distance;
    };
    events.forEach((event, row) => {
      const past = this.history.before(event, each);
      const first = row * each;
      for (let i = 0; i < each; i++) tell(first + i, LABELS, GAPS, DISTANCES);
      if (past.length === 0) mask[first] = 1;
      past.forEach((earlier, i) => {
        const slot = first + i;
        const distance = distanceBucket(place[event]! - place[earlier]!);
        mask[slot] = 1;
        behind[slot] = earlier;
        distances[slot] = distance;
        tell(slot, sideLabels ? this.history.labelAt(earlier, time[event]!) : UNKNOWN_LABEL, gapBucket(time[event]! - time[earlier]!, timeUnit), distance);
        if (vectors && store) for (let j = 0; j < dim; j++) vectors[slot * dim + j] = store.data[earlier * dim + j]!;
      });
      if (items) items.set(own!.ids(past), first * own!.count);
    });
    return { each, vectors, items, side, mask, distances, events: behind };
  }

  /** As it was known at the time of another event: 0, 1, 2 for unknown. */
  labelAt(event: number, judged: number): number {
    return this.history.labelAt(event, this.events.log.time[judged]!);
  }
}
