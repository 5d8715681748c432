/** The first rows of a file's columns as text, for a panel. */
import type { TableInspection } from '../records/table';
import type { Column } from './column';
import { cellText, rowsOf } from './tableCells';

const PREVIEW_ROWS = 8;
const PREVIEW_CHARACTERS = 40;

export function previewOf(columns: readonly Column[]): TableInspection['preview'] {
  const rows = Math.min(PREVIEW_ROWS, columns[0] ? rowsOf(columns[0]) : 0);
  const cell = (column: Column, row: number): string => {
    const text = cellText(column, row);
    return text.length <= PREVIEW_CHARACTERS ? text : `${text.slice(0, PREVIEW_CHARACTERS - 1)}…`;
  };
  return { columns: columns.map(({ name }) => name), rows: Array.from({ length: rows }, (_, row) => columns.map((column) => cell(column, row))) };
}
