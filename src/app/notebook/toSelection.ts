/** The stored selection of a notebook. One that is not whole is left out: it is not worth refusing a document for. */
import { isRecord, text } from './read';
import type { StoredSelection } from './spec';

const MOST_ROWS = 20_000_000;

export function toSelection(stored: unknown): StoredSelection | undefined {
  if (!isRecord(stored)) return undefined;
  const { rows, chosen } = stored;
  const [data, bits] = [text(stored.data), text(stored.bits)];
  if (!data || !bits || typeof rows !== 'number' || !Number.isInteger(rows) || rows < 1 || rows > MOST_ROWS || !isRecord(chosen)) return undefined;
  const whole = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0;
  const run = text(chosen.run);
  switch (chosen.by) {
    case 'code':
      return run && whole(chosen.level) && whole(chosen.code) ? { data, rows, bits, chosen: { by: 'code', run, level: chosen.level, code: chosen.code } } : undefined;
    case 'prefix':
      return run && Array.isArray(chosen.codes) && chosen.codes.every(whole) ? { data, rows, bits, chosen: { by: 'prefix', run, codes: chosen.codes as number[] } } : undefined;
    case 'search':
      return { data, rows, bits, chosen: { by: 'search', text: text(chosen.text) ?? '' } };
    case 'list':
      return { data, rows, bits, chosen: { by: 'list', words: text(chosen.words) ?? '' } };
    case 'lasso':
    case 'box':
    case 'inverse':
    case 'several':
      return { data, rows, bits, chosen: { by: chosen.by } };
    default:
      return undefined;
  }
}
