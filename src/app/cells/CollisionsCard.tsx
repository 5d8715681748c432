/** Items that share an ID: a figure of how many IDs of each size, and the IDs with their items, largest first. */
import { useId, useMemo, useState } from 'react';
import { formatCount } from '../../viz/format';
import { sizeWords } from '../../viz/collisionSizes';
import { useApp } from '../components/context';
import { useAnswer } from '../components/useAnswer';
import { inputsOf } from '../notebook/inputs';
import type { ViewCell } from '../notebook/spec';
import { CollisionBucket } from './CollisionBucket';
import { Figure } from './Figure';
import { StoredCost } from './StoredCost';
import { collisionDrawing, collisionWords, collisionsOfRun, listedBuckets } from './collisionView';
import type { Listed, Sizes } from './collisionView';
import { dataCellOf } from './drawing';
import type { RunOfCell } from './drawing';
import { ITEM_VIEWS } from './itemViews';
import { chosenRun, hasCodes } from './treeView';
import { useItems } from './useItems';
import { useQuantizers } from './useRunOf';

/** IDs listed at first, and with each press for more. */
const PAGE = 10;

export function CollisionsCard({ cell }: { readonly cell: ViewCell }) {
  const { session } = useApp();
  const runs = useQuantizers(inputsOf(cell, 'runs'), 'result');
  const item = chosenRun(runs, cell.spec.options);
  const coded = item && hasCodes(item) ? item : undefined;
  const result = coded?.run?.result ?? null;
  // Copies are told by vectors alone; those of codes made elsewhere are joined to the run.
  const of = coded ? (coded.cell.mode === 'codes' ? coded.cell.id : dataCellOf(coded.cell)) : '';
  const equal = useAnswer(result && (() => session.items.equal(of)), [session, result, of]);
  const groupOf = equal.waiting ? null : (equal.value?.groupOf ?? null);
  const found = useMemo(() => collisionsOfRun(coded, groupOf), [coded, groupOf]);
  const [sizes, setSizes] = useState<Sizes | null>(null);
  const drawing = useMemo(() => collisionDrawing(runs, cell.spec.options, { found, sizes, onSizes: (next) => setSizes((before) => (before?.[0] === next[0] ? null : next)) }), [runs, cell.spec.options, found, sizes]);
  return (
    <Figure cell={cell} entry={ITEM_VIEWS.collisions} runs={runs} drawing={drawing}>
      {found && (
        <p className="collision-words" role="status">
          {collisionWords(found)}
          {equal.problem && ` Which items are copies is not known: ${equal.problem.message}`}
        </p>
      )}
      {coded && found && found.buckets.length > 0 && <Buckets key={coded.cell.id} item={coded} found={found} sizes={sizes} clear={() => setSizes(null)} />}
      {coded?.run?.result?.traits.storedCodes && <StoredCost key={`stored ${coded.cell.id}`} item={coded} result={coded.run.result} />}
    </Figure>
  );
}

interface BucketsProps {
  readonly item: RunOfCell;
  readonly found: NonNullable<ReturnType<typeof collisionsOfRun>>;
  readonly sizes: Sizes | null;
  clear(): void;
}

function Buckets({ item, found, sizes, clear }: BucketsProps) {
  const items = useItems(true);
  const id = useId();
  const [listed, setListed] = useState<Listed>('all');
  const [shown, setShown] = useState(PAGE);
  const chosen = useMemo(() => listedBuckets(found, sizes, listed), [found, sizes, listed]);
  const rows = items?.rowsOf(item.cell.id) ?? null;
  return (
    <section className="collision-list" aria-label="IDs that items share">
      <div className="item-controls">
        {found.copies !== null && found.copies > 0 && (
          <span className="option">
            <label htmlFor={id}>List</label>
            <select id={id} value={listed} onChange={(event) => setListed(event.target.value as Listed)}>
              <option value="all">all shared IDs</option>
              <option value="apart">IDs of items that differ</option>
              <option value="copies">IDs of copies alone</option>
            </select>
          </span>
        )}
        <span className="item-note" role="status">
          {`${formatCount(chosen.length)} ${chosen.length === 1 ? 'ID' : 'IDs'}${sizes ? ` of ${sizeWords({ low: sizes[0], high: sizes[1] })} items` : ', largest first'}`}
        </span>
        {sizes && (
          <button type="button" className="link" onClick={clear}>
            All sizes
          </button>
        )}
      </div>
      <ul className="collisions">
        {chosen.slice(0, shown).map((bucket) => (
          <CollisionBucket key={bucket.id.join(' ')} item={item} bucket={bucket} rows={rows} />
        ))}
      </ul>
      {shown < chosen.length && (
        <button type="button" className="button small" onClick={() => setShown(shown + PAGE)}>
          {`Show ${formatCount(Math.min(PAGE, chosen.length - shown))} more`}
        </button>
      )}
    </section>
  );
}
