/** What a table is, in figures: rows, the value to predict, features, parts. */
import type { TableInspection } from '../../engine/records/table';
import { formatCount, formatNumber, formatShare } from '../../viz/format';
import { FactList } from './FactList';
import type { Fact } from './FactList';
import { featureWords, inUnit, splitWords } from './tableWords';

export function TableFacts({ inspection }: { readonly inspection: TableInspection }) {
  const { choices, target, splits, fileRows } = inspection;
  if (!target || !splits) return null;
  const features = choices.features?.length ?? 0;
  const facts: Fact[] = [
    [formatCount(target.rows), target.rows === fileRows ? 'rows' : `of ${formatCount(fileRows)} rows`, false],
    [choices.unit ? `${target.name}, in ${choices.unit}` : target.name, 'value to predict', false],
    [`${inUnit(formatNumber(target.median), choices.unit)} · ${inUnit(formatNumber(target.mean), choices.unit)}`, 'its median · mean', false],
    [formatShare(target.zeroShare), 'of the values are 0', false],
    ...(target.negativeShare > 0 ? [[formatShare(target.negativeShare), 'are below 0', false] as Fact] : []),
    ...(target.missing > 0 ? [[formatCount(target.missing), 'rows without a value, left out', true] as Fact] : []),
    [formatCount(features), features === 1 ? `feature: ${featureWords(inspection)}` : `features: ${featureWords(inspection)}`, false],
    [`${formatCount(splits.train)} · ${formatCount(splits.validation)} · ${formatCount(splits.test)}`, `training · validation · test rows; ${splitWords(choices)}`, false],
  ];
  return <FactList facts={facts} />;
}
