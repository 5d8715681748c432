/** The document: cells in order, neighbouring methods as rows of one list and neighbouring views as one grid. */
import { useNotebook } from '../components/context';
import { familyOf } from '../notebook/spec';
import type { Cell, PredictorCell, QuantizerCell, ViewCell } from '../notebook/spec';
import { CodesCellView } from './CodesCellView';
import { CompareCellView } from './CompareCellView';
import { DataCell } from './DataCell';
import { LazyFigures, LazyStep, LazySweep } from './lazyCells';
import { LogCellView } from './LogCellView';
import { NoteCellView } from './NoteCellView';
import { MethodGroup } from './MethodGroup';
import { ScoresCellView } from './ScoresCellView';
import { SequencesCellView } from './SequencesCellView';
import { TableCellView } from './TableCellView';

export function CellColumn() {
  const cells = useNotebook((state) => state.notebook.cells);
  return (
    <>
      {groups(cells).map((group) => {
        const first = group[0]!;
        switch (first.mode) {
          case 'dataset':
            return group.map((cell) => (cell.mode === 'dataset' ? <DataCell key={cell.id} cell={cell} /> : null));
          case 'quantizer':
          case 'predictor':
            return <MethodGroup key={first.id} cells={group as readonly (QuantizerCell | PredictorCell)[]} />;
          case 'compare':
            return group.map((cell) => (cell.mode === 'compare' ? <CompareCellView key={cell.id} cell={cell} /> : null));
          case 'sweep':
            return group.map((cell) => (cell.mode === 'sweep' ? <LazySweep key={cell.id} cell={cell} /> : null));
          case 'table':
            return group.map((cell) => (cell.mode === 'table' ? <TableCellView key={cell.id} cell={cell} /> : null));
          case 'log':
            return group.map((cell) => (cell.mode === 'log' ? <LogCellView key={cell.id} cell={cell} /> : null));
          case 'sequences':
            return group.map((cell) => (cell.mode === 'sequences' ? <SequencesCellView key={cell.id} cell={cell} /> : null));
          case 'codes':
            return group.map((cell) => (cell.mode === 'codes' ? <CodesCellView key={cell.id} cell={cell} /> : null));
          case 'scores':
            return group.map((cell) => (cell.mode === 'scores' ? <ScoresCellView key={cell.id} cell={cell} /> : null));
          case 'view':
            return <LazyFigures key={first.id} cells={group as readonly ViewCell[]} />;
          case 'step':
            return group.map((cell) => (cell.mode === 'step' ? <LazyStep key={cell.id} cell={cell} /> : null));
          case 'note':
            return group.map((cell) => (cell.mode === 'note' ? <NoteCellView key={cell.id} cell={cell} /> : null));
        }
      })}
    </>
  );
}

/** Cells that stand together: of one mode, methods of one family. */
function groupOf(cell: Cell): string {
  return cell.mode === 'predictor' ? `predictor ${familyOf(cell)}` : cell.mode;
}

/** Runs of cells of one kind. */
export function groups(cells: readonly Cell[]): Cell[][] {
  const found: Cell[][] = [];
  for (const cell of cells) {
    const last = found.at(-1);
    if (last && groupOf(last[0]!) === groupOf(cell)) last.push(cell);
    else found.push([cell]);
  }
  return found;
}
