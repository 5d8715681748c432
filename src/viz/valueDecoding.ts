/** One row decoded coarse to fine: each level zooms into what the level before it chose; or many rows, each closing in on its true value. */
import { decodedRow } from './decodedRow';
import { describeRow } from './decodedWords';
import { csv, listWords } from './format';
import { emptyState, prepare } from './marks';
import { withUnit } from './unitWords';
import { drawMany, manyErrors, manyHeight, quantiles, stageNames } from './valueDecodingMany';
import { drawRow, rowHeight } from './valueDecodingRow';
import type { ViewModule } from './view';
import type { ValueDecodingData, ValueDecodingEvents } from './valueDecodingData';

const EMPTY = 'Coarse-to-fine decoding: starts with the first look at the validation rows.';

export const valueDecoding: ViewModule<ValueDecodingData, ValueDecodingEvents> = {
  draw(root, data, size, on) {
    prepare(root, size);
    const rows = data.decoding?.rows.length ?? 0;
    const missing = rows === 0 ? EMPTY : data.mode === 'row' && data.decoding?.rows[data.index] === undefined ? `There is no row ${data.index + 1}: ${rows} were decoded.` : null;
    if (emptyState(root, size, missing)) return;
    // Two pictures share no mark: what the other one drew is taken away.
    const before = root.getAttribute('data-mode');
    if (before !== null && before !== data.mode) root.replaceChildren();
    root.setAttribute('data-mode', data.mode);
    if (data.mode === 'row') drawRow(root, data, size, on);
    else drawMany(root, data, size, on);
  },
  height: (data, width) => (data.mode === 'row' ? rowHeight(data, width) : manyHeight(width)),
  describe(data) {
    const { decoding, series, unit, mode } = data;
    if (!decoding || decoding.rows.length === 0) return `${series.name}: nothing decoded yet.`;
    if (mode === 'row') {
      const row = decodedRow(decoding, data.way, data.index);
      return row ? describeRow(row, `${series.name}, ${data.rowLabel ?? `row ${row.row}`}`, unit) : `${series.name}: no such row.`;
    }
    const errors = manyErrors(data);
    const middles = stageNames(errors[0]!.length).map((name, stage) => `${withUnit(quantiles(errors.map((row) => Math.abs(row[stage]!)))[1], unit)} ${stage === 0 ? 'before any level' : `after ${name === 'error head' ? 'the error head' : name}`}`);
    return `${series.name}, ${errors.length} rows: the median absolute error is ${listWords(middles)}.`;
  },
  toCsv(data) {
    const { decoding } = data;
    if (data.mode === 'many') {
      const sums = (row: number) => (decoding ? [...decoding[data.way].learned.subarray(row * (decoding.numCodes.length + 1), (row + 1) * (decoding.numCodes.length + 1))] : []);
      const stages = (decoding?.numCodes ?? []).map((_, level) => `after level ${level + 1}`);
      return csv(['row', 'true value', ...stages, 'prediction'], Array.from(decoding?.rows ?? [], (row, i) => [row, decoding!.targets[i]!, ...sums(i)]));
    }
    const row = decoding && decodedRow(decoding, data.way, data.index);
    const rows = row ? row.levels.flatMap((level, i) => level.codes.map((code) => [row.row, i + 1, code.code < 0 ? 'stop' : code.code, code.value, code.sum, code.probability, code.code === level.chosen.code ? 1 : 0, level.learned])) : [];
    return csv(['row', 'level', 'code', 'value', 'sum with it', 'probability', 'chosen', 'learned sum after the level'], rows);
  },
};
