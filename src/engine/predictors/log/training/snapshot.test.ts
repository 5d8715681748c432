/** What is shown of probabilities: bins and groups with every row in one, means as worked out by hand, histories that count earlier events alone. */
import { describe, expect, it } from 'vitest';
import { auc } from '../../../math/binary';
import { calibrationError } from '../../../math/calibration';
import { Random } from '../../../math/random';
import { smallLog } from '../../../testing/clicks';
import { byHistory, historyLengths, reliability } from './snapshot';

const random = new Random(8);
const probabilities = Float32Array.from({ length: 400 }, () => random.uniform() ** 2);
const labels = Uint8Array.from(probabilities, (p) => (random.uniform() < p ? 1 : 0));

describe('groups of probabilities', () => {
  it('ten bins of equal width, whose distances make up the calibration error', () => {
    const { predicted, observed, rows } = reliability(labels, probabilities);
    expect([predicted.length, rows.reduce((sum, count) => sum + count, 0)]).toEqual([10, 400]);
    predicted.forEach((value, bin) => expect(value).toSatisfy((mean: number) => mean >= bin / 10 && mean < (bin + 1) / 10));
    const error = predicted.reduce((sum, value, bin) => sum + (rows[bin]! / 400) * Math.abs(value - observed[bin]!), 0);
    expect(error).toBeCloseTo(calibrationError(labels, probabilities), 6);
  });

  it('probabilities of 0 and 1 fall into the outer bins, and empty bins have no means', () => {
    const { predicted, observed, rows } = reliability([0, 1, 1], [0, 1, 0.55]);
    expect([...rows]).toEqual([1, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
    expect([observed[0], observed[9], predicted[9]]).toEqual([0, 1, 1]);
    expect([predicted[3], observed[3]]).toEqual([NaN, NaN]);
  });

  it('five groups by length of history, equal lengths together', () => {
    const lengths = Uint32Array.from(probabilities, (_, row) => Math.floor(row / 7) % 11);
    const { upTo, auc: areas, rows } = byHistory(labels, probabilities, lengths);
    expect([upTo.length, rows.reduce((sum, count) => sum + count, 0), upTo.at(-1)]).toEqual([5, 400, 10]);
    const first = [...labels.keys()].filter((row) => lengths[row]! <= upTo[0]!);
    expect(rows[0]).toBe(first.length);
    expect(areas[0]).toBeCloseTo(auc(first.map((row) => labels[row]!), first.map((row) => probabilities[row]!)), 6);
    expect(byHistory([1, 1, 0], [0.2, 0.3, 0.4], Uint32Array.of(4, 4, 4))).toEqual({ upTo: Uint32Array.of(4), auc: Float32Array.of(0), rows: Uint32Array.of(3) });
  });

  it('histories count events at earlier times of the same user', () => {
    const { events } = smallLog();
    const { log } = events;
    const all = Uint32Array.from({ length: log.events }, (_, event) => event);
    const lengths = historyLengths(events, all);
    for (const event of [...all].filter((event) => event % 37 === 0)) {
      expect(lengths[event]).toBe([...all].filter((other) => log.users[other] === log.users[event] && log.time[other]! < log.time[event]!).length);
    }
    expect(lengths.filter((length) => length === 0).length).toBeGreaterThanOrEqual(new Set(log.users).size);
  });
});
