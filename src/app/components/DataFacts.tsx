/** What a matrix is, in figures: shape, type, what is missing, what repeats, how it is prepared. */
import type { DatasetSummary, Preprocessing } from '../../engine/records/data';
import { THIN, formatCount, formatNumber } from '../../viz/format';
import { FactList } from './FactList';
import type { Fact } from './FactList';

export const PREPROCESSING_WORDS: Record<Preprocessing, string> = { none: 'as they are', centre: 'centred', l2: 'L2-normalised' };

export function DataFacts({ summary }: { readonly summary: DatasetSummary }) {
  const bad = summary.nanRows + summary.infRows;
  const facts: Fact[] = [
    [`${formatCount(summary.rows)} × ${formatCount(summary.dim)}`, summary.rows === summary.fileRows ? 'rows × dimensions' : `of ${formatCount(summary.fileRows)} rows × dim.`, false],
    [summary.dtype, bytes(summary.bytes), false],
    [formatCount(bad), bad > 0 ? `NaN or infinite, row ${summary.firstBadRows.slice(0, 3).join(', ')}` : 'rows with NaN or ∞', bad > 0],
    [formatCount(summary.constantColumns), summary.constantColumns > 0 ? `constant columns (${summary.firstConstantColumns.slice(0, 3).join(', ')})` : 'constant columns', false],
    [formatCount(summary.duplicateRows), 'duplicate rows', false],
    ...(summary.zeroRows > 0 ? [[formatCount(summary.zeroRows), 'zero rows', false] as Fact] : []),
    ...(summary.exponent !== undefined ? [[`× 2^${summary.exponent}`, 'scaled, for float32 sums', true] as Fact] : []),
    [PREPROCESSING_WORDS[summary.preprocessing], 'preprocessing', false],
  ];
  return <FactList facts={facts} />;
}

export function bytes(count: number): string {
  if (count < 1000) return `${count}${THIN}B`;
  const power = Math.min(3, Math.floor(Math.log10(count) / 3));
  return `${formatNumber(count / 1000 ** power)}${THIN}${['B', 'kB', 'MB', 'GB'][power]}`;
}
