/** The tree of a run: what it selects, what colours it, and data of every kind. */
import { describe, expect, it } from 'vitest';
import type { ItemStages } from '../../engine/records/items';
import type { QuantizerResult } from '../../engine/records/quantize';
import type { ItemRows } from '../output/itemRows';
import { setOf } from '../runs/rowSet';
import { NO_RUN } from '../runs/cellRun';
import type { ItemsSeen, RunOfCell } from './drawing';
import { MEASURE_OPTION, NO_EXTRAS, labelColumn, labelColumns, treeData, treeDrawing } from './treeView';

const CODES = [[1, 0], [1, 0], [0, 2], [1, 3], [0, 2], [1, 0]];
const result = { codes: Int32Array.from(CODES.flat()), rows: 6, levels: 2 } as unknown as QuantizerResult;
const run: RunOfCell = { cell: { id: 'km', name: 'RQ-KMeans', mode: 'quantizer', inputs: { rows: 'data' }, spec: { kind: 'rq-kmeans', params: {}, seed: 1 } }, run: { ...NO_RUN, snapshot: null, result } };
const rows = (metadata: ItemRows['metadata']): ItemRows => ({ data: 'data', rows: 6, ids: null, rowIndex: null, metadata, titles: null });
const seen = (part: Partial<ItemsSeen> = {}): ItemsSeen => ({ rowsOf: () => rows([{ name: 'kind', values: ['a', 'a', 'b', 'b', 'b', ''] }]), selection: null, selectedOf: () => null, isolated: false, inspected: null, chooseCode: () => undefined, expectCode: () => undefined, chooseRows: () => undefined, inspectItem: () => undefined, ...part });
const stages: ItemStages = {
  rows: 6, places: new Float32Array(12), axisShares: [1, 0], plain: true, levels: 2, rebuilt: [],
  left: [[2, 2, 2, 2, 2, 2], [1, 1, 0, 3, 0, 1], [1, 1, 1, 1, 1, NaN]].map((norms) => Float32Array.from(norms)),
};

describe('the tree of a run', () => {
  it('counts purity among the labelled, and rests over those of all items before the first code', () => {
    const purity = treeData([run], { measure: 'purity' }, seen(), NO_EXTRAS);
    expect([...purity.depths[0]!.values!]).toEqual([1, 2 / 3]);
    const rest = treeData([run], {}, seen(), { ...NO_EXTRAS, stages });
    expect([...rest.depths[0]!.values!]).toEqual([0, Math.sqrt(3) / 2]);
    const error = treeData([run], { measure: 'error' }, seen(), { ...NO_EXTRAS, stages });
    expect([...error.depths[1]!.values!]).toEqual([0.5, 0.5, 0.5]);
    expect(error.measure!.high).toBe(0.5);
  });
  it('shows the selected rows among its own, and the item inspected where it is one of them', () => {
    const selectedOf = () => setOf(6, (row) => row > 3);
    const inspected = { what: 'item', data: 'data', row: 3 } as const;
    const data = treeData([run], {}, seen({ selectedOf, inspected }), NO_EXTRAS);
    expect([...data.selected!]).toEqual([0, 0, 1, 1, 1, 2, 2]);
    expect(data.inspected).toBe(5);
    const other = treeData([run], {}, seen({ inspected: { ...inspected, data: 'x' } }), NO_EXTRAS);
    expect([other.selected, other.inspected]).toEqual([null, null]);
  });
  it('falls back to all items where no item has the focus any more', () => {
    expect(treeData([run], {}, seen(), { ...NO_EXTRAS, focus: [1] }).focus).toEqual([1]);
    expect(treeData([run], {}, seen(), { ...NO_EXTRAS, focus: [7] }).focus).toEqual([]);
  });
  it('offers columns whose values come back, among hundreds, and ignores ids and constants', () => {
    const metadata = Array.from({ length: 500 }, (_, c) => ({ name: `column ${c}`, values: Array.from({ length: 2000 }, (__, row) => (c % 5 === 0 ? `id ${row}` : c % 5 === 1 ? 'same' : String(row % (c + 2)))) }));
    const items = { ...rows(metadata), rows: 2000 };
    const started = performance.now();
    const offered = labelColumns(items);
    expect(performance.now() - started).toBeLessThan(1000);
    expect(offered.length).toBeGreaterThan(50);
    expect(offered.every(({ values }) => new Set(values.slice(0, 1000)).size <= 500)).toBe(true);
    expect(labelColumn(items, { label: 'column 3' })!.name).toBe('column 3');
    expect([labelColumn(null, {}), labelColumn(rows([]), {})]).toEqual([null, null]);
  });
  it('draws runs that are not there yet, and more codes than items', () => {
    const one = { ...run, run: { ...run.run!, result: { ...result, codes: Int32Array.of(9000, 4), rows: 1 } } };
    for (const runs of [[], [{ ...run, run: undefined }], [one]]) {
      for (const { value } of MEASURE_OPTION.choices!([])) expect(treeDrawing(runs, { measure: value }, seen(), NO_EXTRAS).describe()).toMatch(/^Tree of semantic IDs/);
    }
    expect(treeDrawing([one], {}, undefined, NO_EXTRAS).describe()).toContain('1 items under prefixes, 1 of 1 code');
  });
});
