/** The codes of a cell's result, row by row, for panels that list items. */
import { useMemo } from 'react';
import { useApp, useNotebook, useRuns } from '../../components/context';
import type { QuantizerResult } from '../../../engine/records/quantize';
import { codedCell } from '../../notebook/spec';
import type { CodedCell } from '../../notebook/spec';
import type { ItemRows } from '../../output/itemRows';
import { quantized } from '../../runs/cellRun';

export interface CodesShown {
  readonly cell: CodedCell;
  readonly result: QuantizerResult;
  readonly items: ItemRows;
  of(row: number): Int32Array;
}

/** Null where the cell has no result, or its rows are not loaded. */
export function useCodesShown(cellId: string): CodesShown | null {
  const { session } = useApp();
  const cell = useNotebook((state) => codedCell(state.notebook, cellId));
  const result = useRuns((state) => quantized(state.runs[cellId]));
  const data = useRuns((state) => state.data);
  const codes = useRuns((state) => state.codes);
  return useMemo(() => {
    void [data, codes];
    const items = cell && session.items.rowsOf(cellId);
    if (!cell || !result || !items) return null;
    const { levels } = result;
    return { cell, result, items, of: (row) => result.codes.subarray(row * levels, (row + 1) * levels) };
  }, [session, cellId, cell, result, data, codes]);
}

/** Every method whose codes are of the rows of this cell. */
export function useMethodsOver(data: string): readonly string[] {
  const { session } = useApp();
  const runs = useRuns((state) => state.runs);
  const notebook = useNotebook((state) => state.notebook);
  return useMemo(() => session.quantizers().filter((id) => codedCell(notebook, id) && quantized(runs[id]) && session.items.rowsOf(id)?.data === data), [session, notebook, runs, data]);
}
