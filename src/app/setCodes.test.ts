/** Settings of codes on the command line, and codes of one's own in a notebook that stands on samples. */
import { describe, expect, it } from 'vitest';
import stored from '../../public/samples/notebooks/published-ids.json';
import { FAKE_CATALOG } from './testing/fakeCatalog';
import { applySettings } from './setCell';
import { withoutSampleChoices } from './ownFiles';
import { codesCell } from './notebook/spec';
import { toNotebook } from './notebook/toNotebook';

const notebook = toNotebook(stored, FAKE_CATALOG);
const set = (param: string, value: string) => codesCell(applySettings(notebook, FAKE_CATALOG, [{ cell: 'ids', param, value }], [7]), 'ids')!;

describe('--set on codes', () => {
  it('types what is given; seeds leave codes alone', () => {
    expect([set('idColumn', 'asin'), set('columns', 'a, b'), set('offsets', 'false'), set('numCodes', '256,64')].map(({ spec }) => spec.choices)).toEqual([{ idColumn: 'asin' }, { columns: ['a', 'b'] }, { offsets: false }, { numCodes: [256, 64] }]);
    expect(set('idColumn', 'asin').spec.seed).toBe(1);
  });

  it('refuses what is unknown', () => {
    expect(() => set('numLevels', '2')).toThrow(/no setting "numLevels"/);
    expect(() => set('offsets', 'maybe')).toThrow(/"maybe"/);
    expect(() => set('numCodes', 'x')).toThrow(/numCodes/);
  });

  it('joins codes of one’s own to vectors of one’s own alone', () => {
    const inputs = (...given: string[]) => codesCell(withoutSampleChoices(notebook, given), 'ids')!;
    expect([inputs('ids').inputs, inputs('ids', 'items').inputs, inputs().inputs]).toEqual([{}, { rows: 'items' }, { rows: 'items' }]);
    expect(inputs('ids').spec).not.toHaveProperty('sample');
  });
});
