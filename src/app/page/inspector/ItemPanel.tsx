/** One item: what is known of it, its IDs by every method, and level by level how one method codes it. */
import { useState } from 'react';
import { formatCount, formatNumber } from '../../../viz/format';
import { ProblemBox } from '../../components/ProblemBox';
import { useApp, useRuns } from '../../components/context';
import { useAnswer } from '../../components/useAnswer';
import { itemId, itemName } from '../../output/itemRows';
import type { ItemRows } from '../../output/itemRows';
import { Chain } from './Chain';
import { IdsOfItem } from './IdsOfItem';
import { ItemLines } from './ItemLines';
import { SharesPrefix } from './SharesPrefix';
import { useCodesShown, useMethodsOver } from './useCodesShown';

const NEAREST = 10;
const MOST_METADATA = 12;

interface Props {
  readonly data: string;
  readonly row: number;
}

export function ItemPanel({ data, row }: Props) {
  const { session } = useApp();
  useRuns((state) => state.data);
  const items = session.items.rowsOf(data);
  if (!items) return <p className="muted inspector-empty">The data of this item is not loaded.</p>;
  return <Item items={items} row={row} />;
}

function Item({ items, row }: { readonly items: ItemRows; readonly row: number }) {
  const { session } = useApp();
  const methods = useMethodsOver(items.data);
  const [wanted, setWanted] = useState('');
  const method = methods.includes(wanted) ? wanted : (methods[0] ?? '');
  const shown = useCodesShown(method);
  const coded = shown !== null && shown.result.dim > 0;
  const facts = useAnswer(coded || !shown ? () => session.items.facts(coded ? method : items.data, row, NEAREST) : null, [session, method, coded, shown?.result, items.data, row]);
  const { value } = facts;
  const metadata = items.metadata.filter(({ values }) => values !== items.titles && (values[row] ?? '') !== '');
  const kept = value?.after ? [...value.before.rows].filter((near) => value.after!.rows.includes(near)).length : 0;
  return (
    <>
      <header className="inspector-head">
        <h2 dir="auto">{itemName(items, row)}</h2>
        <p className="muted">{items.titles ? `${itemId(items, row)} · ` : ''}{vectorWords(value?.vector)}</p>
      </header>
      {metadata.length > 0 && (
        <dl className="item-metadata">
          {metadata.slice(0, MOST_METADATA).map(({ name, values }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd dir="auto">{values[row]}</dd>
            </div>
          ))}
        </dl>
      )}
      {metadata.length > MOST_METADATA && <p className="muted inspector-note">and {formatCount(metadata.length - MOST_METADATA)} more columns</p>}
      <IdsOfItem items={items} row={row} methods={methods} chosen={method} choose={setWanted} />
      {facts.problem && <ProblemBox problem={facts.problem} />}
      {shown && value && value.left.length > 0 && <Chain shown={shown} row={row} facts={value} />}
      {shown && <SharesPrefix shown={shown} row={row} />}
      {value && value.before.rows.length > 0 && (
        <section aria-label="Nearest items">
          <h3>Nearest items by vector</h3>
          <ItemLines items={items} rows={value.before.rows} distances={value.before.distances} shown={shown} strong={(near) => value.after?.rows.includes(near) ?? false} />
          {value.after && <p className="muted inspector-note">{kept} of {value.before.rows.length} are among the nearest after quantization too; they stand in bold.</p>}
        </section>
      )}
      {value?.after && (
        <section aria-label="Nearest items after quantization">
          <h3>Nearest after quantization</h3>
          <ItemLines items={items} rows={value.after.rows} distances={value.after.distances} shown={shown} />
        </section>
      )}
    </>
  );
}

function vectorWords(vector: Float32Array | undefined): string {
  if (!vector) return 'its vector is being read';
  if (vector.length === 0) return 'no vector';
  const length = Math.sqrt(vector.reduce((sum, entry) => sum + entry * entry, 0));
  return `${formatCount(vector.length)} numbers from ${formatNumber(Math.min(...vector))} to ${formatNumber(Math.max(...vector))}, length ${formatNumber(length)}`;
}
