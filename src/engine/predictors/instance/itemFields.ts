/** Which fields tell what an item is, rather than how it was shown: those with one value for all rows of an item. */
import type { LogField } from '../log/fields';
import type { PreparedLog } from '../log/preparedLog';

/** Share of the training rows that may differ from their item's most frequent value. */
const MOST_ODD = 0.01;

/** Fields of context that training rows of one item share; items with a single row say nothing. */
export function itemFields({ log, train, fields }: Pick<PreparedLog, 'log' | 'train' | 'fields'>): LogField[] {
  return fields.filter(({ role, codes }) => {
    if (role !== 'context') return false;
    const byItem = new Map<number, Map<number, number>>();
    for (const event of train) {
      const counts = byItem.get(log.items[event]!) ?? new Map<number, number>();
      counts.set(codes[event]!, (counts.get(codes[event]!) ?? 0) + 1);
      byItem.set(log.items[event]!, counts);
    }
    let [rows, odd] = [0, 0];
    for (const counts of byItem.values()) {
      const all = [...counts.values()];
      const sum = all.reduce((total, count) => total + count, 0);
      if (sum < 2) continue;
      rows += sum;
      odd += sum - Math.max(...all);
    }
    return rows > 0 && odd <= MOST_ODD * rows;
  });
}
