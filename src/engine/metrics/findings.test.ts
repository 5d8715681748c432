/** What is called wrong with a run, and what is not. */
import { describe, expect, it } from 'vitest';
import { clickFindingsOf, findingsOf, fitFindingsOf } from './findings';

const even = (codes: number, uses = 10): Uint32Array => new Uint32Array(codes).fill(uses);
const texts = (found: ReturnType<typeof findingsOf>): string[] => found.map(({ severity, text }) => `${severity}: ${text}`);

describe('findings', () => {
  it('are none of a good run, of one with an undefined error, and of few rows', () => {
    expect(findingsOf({ relativeError: 0.999, usage: [even(64), even(64)], rows: 640 })).toEqual([]);
    expect(findingsOf({ relativeError: NaN, usage: [even(64)], rows: 640 })).toEqual([]);
    // Six rows can use no more than six of 256 codes.
    expect(findingsOf({ relativeError: 0.5, usage: [Uint32Array.from({ length: 256 }, (_, k) => Number(k < 6))], rows: 6 })).toEqual([]);
    expect(findingsOf({ relativeError: 0.5, usage: [Uint32Array.of(9)], rows: 9 })).toEqual([]);
  });

  it('name an error no better than the mean', () => {
    expect(texts(findingsOf({ relativeError: 1, usage: [], rows: 9 }))).toEqual(['fault: Relative error 1: no better than giving every row the mean.']);
    expect(texts(findingsOf({ relativeError: 1442.3, usage: [], rows: 9 }))[0]).toContain('Relative error 1,442:');
  });

  it('name levels of one code, collapsed ones, and uneven ones together', () => {
    const one = new Uint32Array(64);
    one[7] = 640;
    const few = Uint32Array.from({ length: 64 }, (_, k) => (k < 5 ? 128 : 0));
    const skewed = Uint32Array.from({ length: 64 }, (_, k) => (k === 0 ? 5000 : 5));
    expect(texts(findingsOf({ relativeError: 0.5, usage: [even(64), one, few], rows: 640 }))).toEqual(['fault: Level 2 uses one of its 64 codes.', 'warning: Level 3 uses 5 of its 64 codes.']);
    const uneven = findingsOf({ relativeError: 0.5, usage: [even(64), skewed, skewed], rows: 5315 }, { uneven: 'Try the other start.' });
    expect(uneven).toEqual([{ kind: 'uneven', severity: 'warning', text: expect.stringMatching(/^Levels 2, 3 use their codes very unevenly: perplexity 1\.\d+ of 64, 1\.\d+ of 64\.$/) as string, remedy: 'Try the other start.' }]);
  });

  it('of a predictor: no better than a constant', () => {
    expect(fitFindingsOf(2, 2)[0]!.text).toBe('Test MAE 2: no better than the median of the training targets for every row (2).');
    expect([fitFindingsOf(1.99, 2), fitFindingsOf(NaN, 2), fitFindingsOf(0, 0)]).toEqual([[], [], []]);
  });

  it('of a predictor of labels: an order that chance gives too, probabilities worse than a constant', () => {
    const labels = [...Array<number>(40).fill(1), ...Array<number>(60).fill(0)];
    // Under chance the standard error is sqrt(101 / (12 * 40 * 60)) = 0.0592.
    const of = (auc: number, logLoss: number) => clickFindingsOf({ auc, logLoss, constant: 0.68, labels });
    expect(texts(of(0.6, 0.6))).toEqual(['fault: Test AUC 0.600: on so few rows chance alone reaches 0.618.']);
    expect(texts(of(0.7, 0.7))).toEqual(['warning: Test LogLoss 0.7: worse than the positive share of the training rows for every row (0.68).']);
    expect([of(0.62, 0.68), of(NaN, NaN)]).toEqual([[], []]);
  });
});
