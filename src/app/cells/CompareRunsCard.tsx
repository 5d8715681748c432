/** Two runs compared: bands between their codes at a level, how far they agree at every level, and their metrics beside the noise of their seeds. */
import { memo, useMemo } from 'react';
import { formatCount, formatNumber, formatShare } from '../../viz/format';
import { ScrollRegion } from '../components/ScrollRegion';
import { ProblemBox } from '../components/ProblemBox';
import { Tooltip } from '../components/Tooltip';
import { useAnswer } from '../components/useAnswer';
import { useApp } from '../components/context';
import { inputsOf } from '../notebook/inputs';
import type { ViewCell } from '../notebook/spec';
import { compareRuns } from '../output/compareRuns';
import type { Changed, LevelAgreement } from '../output/compareRuns';
import { useStore } from 'zustand';
import { printSpread, printValue } from './best';
import { columnsOf } from './ColumnsMenu';
import { Figure } from './Figure';
import { compareDrawing, metricDifferences, pairOf, pairRows } from './compareView';
import type { MetricDifference, Pair } from './compareView';
import { ITEM_VIEWS } from './itemViews';
import { TwoMaps } from './TwoMaps';
import { useItems } from './useItems';
import { useQuantizers, useSeedRuns } from './useRunOf';

const TIP = 'Adjusted mutual information (Vinh and others, 2010): 1 where both runs put the same items together, 0 on average where they have nothing in common. The numbers of codes play no part in it.';

export function CompareRunsCard({ cell }: { readonly cell: ViewCell }) {
  const runs = useQuantizers(inputsOf(cell, 'runs'), 'result');
  const items = useItems(true);
  const { options } = cell.spec;
  const [from, to] = pairRows(runs, options, items);
  // The same object until a run, an option or the loaded rows change: a selection counts nothing anew.
  const pair = useMemo(() => pairOf(runs, options, [from, to]), [runs, options, from, to]);
  const drawing = useMemo(() => compareDrawing(runs, options, items, pair), [runs, options, items, pair]);
  return (
    <Figure cell={cell} entry={ITEM_VIEWS.compareRuns} runs={runs} drawing={drawing}>
      {pair ? <Compared pair={pair} /> : runs.length < 2 && <p className="item-note">Give this figure two runs that have codes.</p>}
    </Figure>
  );
}

/** The same for every selection. */
const Compared = memo(function Compared({ pair }: { readonly pair: Pair }) {
  const { first, second, joined } = pair;
  const [a, b] = [first.run!.result!, second.run!.result!];
  const answer = useAnswer(joined && joined.first.length > 0 ? () => compareRuns(a, b, joined, () => new Promise((resolve) => setTimeout(resolve))) : null, [a, b, joined]);
  const levels = answer.waiting ? null : answer.value;
  if (!joined) return <p className="item-note">The two runs are of different rows. Load the data of both: then their items are joined by id.</p>;
  if (joined.first.length === 0) return <p className="item-note">The two runs have no item in common: no id of one is found in the other.</p>;
  const left = Math.max(a.rows, b.rows) - joined.first.length;
  return (
    <section className="compare-runs" aria-label="How far the runs agree">
      <p className="collision-words">
        {`The numbers of codes are arbitrary: two runs may call the same group 3 and 11. Items count as changed when their codes do not stand for each other in the matching that keeps most items together.${left > 0 ? ` ${formatCount(joined.first.length)} items are in both runs; ${formatCount(left)} are not.` : ''}`}
      </p>
      {answer.problem && <ProblemBox problem={answer.problem} />}
      {levels ? <LevelTable levels={levels} whole={a.levels === b.levels} numbered={sharedNumbers(pair)} /> : <p className="item-note" role="status">The agreement is being counted.</p>}
      <Differences pair={pair} />
      <TwoMaps pair={pair} />
    </section>
  );
});

/** Published IDs against published IDs share their numbers; what training found does not. */
function sharedNumbers({ first, second }: Pair): boolean {
  return first.cell.id === second.cell.id || (first.cell.mode === 'codes' && second.cell.mode === 'codes');
}

interface LevelTableProps {
  readonly levels: readonly LevelAgreement[];
  readonly whole: boolean;
  /** Codes of both are numbered alike: what changed by number is told too. */
  readonly numbered: boolean;
}

function LevelTable({ levels, whole, numbered }: LevelTableProps) {
  return (
    <ScrollRegion label="Agreement by level">
      <table className="preview agreement">
        <thead>
          <tr>
            <th scope="col">codes</th>
            <th scope="col">
              <Tooltip tip={TIP}>
                <button type="button" className="metric-name">
                  agreement of the level (AMI)
                </button>
              </Tooltip>
            </th>
            <th scope="col">of all codes up to it (AMI)</th>
            <th scope="col">items whose code changed</th>
            <th scope="col">items whose codes up to it changed</th>
            {numbered && <th scope="col">by number</th>}
          </tr>
        </thead>
        <tbody>
          {levels.map(({ level, codes, prefixes, codeChanged, prefixChanged }) => (
            <tr key={level}>
              <th scope="row">{level === 0 ? 'first code' : whole && level === levels.length - 1 ? `level ${level + 1}, whole ID` : `level ${level + 1}`}</th>
              <td>{formatNumber(codes)}</td>
              <td>{formatNumber(prefixes)}</td>
              <td>{changedWords(codeChanged)}</td>
              <td>{changedWords(prefixChanged)}</td>
              {numbered && <td>{formatShare(prefixChanged.numbered)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

/** Of very many groups the best matching is not sought: what one keeps is a bound. */
function changedWords({ matched, best }: Changed): string {
  return `${best || matched === 0 ? '' : 'at most '}${formatShare(matched)}`;
}

function Differences({ pair: { first, second } }: { readonly pair: Pair }) {
  const { session } = useApp();
  const catalog = useStore(session.engine, (state) => state.catalog);
  const ids = useMemo(() => [first.cell.id, second.cell.id], [first.cell.id, second.cell.id]);
  const seeds = useSeedRuns(ids);
  const differences = useMemo(() => metricDifferences(columnsOf(catalog?.metrics ?? [], null, false), seeds.get(first.cell.id) ?? [], seeds.get(second.cell.id) ?? []), [catalog, seeds, first.cell.id, second.cell.id]);
  if (first.cell.id === second.cell.id || differences.length === 0) return null;
  return (
    <details className="differences">
      <summary>{differencesWords(differences)}</summary>
      <ScrollRegion label="Differences per metric">
        <table className="preview agreement">
          <thead>
            <tr>
              <th scope="col">metric</th>
              <th scope="col">{first.cell.name}</th>
              <th scope="col">{second.cell.name}</th>
              <th scope="col">difference</th>
              <th scope="col">beside the noise of seeds</th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ metric, first: one, second: other, difference, withinNoise }) => (
              <tr key={metric.key}>
                <th scope="row">{`${metric.title}${metric.perLevel ? ', last level' : ''}`}</th>
                <td>{spreadWords(metric, one)}</td>
                <td>{spreadWords(metric, other)}</td>
                <td>{`${difference > 0 ? '+' : ''}${printValue(metric, difference)}`}</td>
                <td>{noiseWords(withinNoise)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </details>
  );
}

function spreadWords(metric: MetricDifference['metric'], { mean, sd, n }: MetricDifference['first']): string {
  return n > 1 ? printSpread(metric, mean, sd).words : printValue(metric, mean);
}

function noiseWords(within: boolean | null): string {
  return within === null ? 'not known' : within ? 'within noise' : 'beyond noise';
}

function differencesWords(differences: readonly MetricDifference[]): string {
  const known = differences.filter(({ withinNoise }) => withinNoise !== null);
  if (known.length === 0) return `Differences of ${differences.length} metrics. Both runs have a single seed: how much of a difference is noise is not known`;
  const beyond = known.filter(({ withinNoise }) => !withinNoise).length;
  return `Differences of ${differences.length} metrics: ${beyond === 0 ? 'all within' : `${formatCount(beyond)} beyond`} the noise of seeds (two standard errors)`;
}
