/** The tree of semantic IDs as a card: a line of crumbs for the prefix that fills it, and which label colours it. */
import { useId, useMemo, useState } from 'react';
import { formatCount } from '../../viz/format';
import { useApp } from '../components/context';
import { useAnswer } from '../components/useAnswer';
import { inputsOf } from '../notebook/inputs';
import type { ViewCell } from '../notebook/spec';
import { nodeOf } from '../output/prefixTree';
import { editCell } from '../state/notebookStore';
import { Figure } from './Figure';
import { optionValue } from './drawing';
import { ITEM_VIEWS } from './itemViews';
import { MEASURE_OPTION, chosenRun, hasCodes, labelColumn, labelColumns, treeDrawing } from './treeView';
import { treeOf } from '../output/prefixTree';
import { useItems } from './useItems';
import { useQuantizers } from './useRunOf';
import { useTitleWords } from './useTitleWords';

const ENTRY = ITEM_VIEWS.idTree;

export function TreeCard({ cell }: { readonly cell: ViewCell }) {
  const { options } = cell.spec;
  const runs = useQuantizers(inputsOf(cell, 'runs'), 'result');
  const items = useItems(true);
  const item = chosenRun(runs, options);
  const result = item && hasCodes(item) ? item.run?.result ?? null : null;
  const measure = optionValue(MEASURE_OPTION, options, runs);
  const rows = item ? items?.rowsOf(item.cell.id) ?? null : null;
  const asked = measure === 'rest' || measure === 'error' ? result : null;
  const { session } = useApp();
  const id = item?.cell.id ?? '';
  const { value, waiting, problem } = useAnswer(asked && (() => session.items.stages(id)), [session, asked, id]);
  // The answer of the run before is none of this one.
  const stages = waiting ? null : value;
  const words = useTitleWords(rows?.titles ?? null);
  const [wanted, setFocus] = useState<readonly number[]>([]);
  const focus = useMemo(() => (result && nodeOf(treeOf(result), wanted) >= 0 ? wanted : []), [result, wanted]);
  const drawing = useMemo(() => treeDrawing(runs, options, items, { focus, stages, words, onFocus: setFocus, onUp: () => setFocus((before) => before.slice(0, -1)) }), [runs, options, items, focus, stages, words]);
  return (
    <Figure
      cell={cell} entry={ENTRY} runs={runs} drawing={drawing}
      controls={
        result && (
          <div className="item-controls">
            <Crumbs focus={focus} items={result.rows} go={setFocus} />
            {measure === 'purity' && <LabelChoice cell={cell} rows={rows} />}
            {waiting && <span className="item-note" role="status">Counting what each prefix leaves over.</span>}
            {problem && <span className="item-note" role="status">{`${problem.message} Prefixes are coloured by level.`}</span>}
          </div>
        )
      }
    />
  );
}

function Crumbs({ focus, items, go }: { readonly focus: readonly number[]; readonly items: number; go(prefix: readonly number[]): void }) {
  return (
    <nav className="crumbs" aria-label="Prefix shown">
      <button type="button" className="crumb" aria-current={focus.length === 0 ? 'true' : undefined} onClick={() => go([])}>
        {`all ${formatCount(items)} items`}
      </button>
      {focus.map((code, level) => (
        <span key={level}>
          <span aria-hidden="true"> › </span>
          <button type="button" className="crumb mono" aria-label={`prefix ${focus.slice(0, level + 1).join(' ')}`} aria-current={level === focus.length - 1 ? 'true' : undefined} onClick={() => go(focus.slice(0, level + 1))}>
            {code}
          </button>
        </span>
      ))}
    </nav>
  );
}

function LabelChoice({ cell, rows }: { readonly cell: ViewCell; readonly rows: Parameters<typeof labelColumn>[0] }) {
  const { session } = useApp();
  const id = useId();
  const columns = useMemo(() => labelColumns(rows), [rows]);
  const chosen = labelColumn(rows, cell.spec.options);
  if (!chosen) return <span className="item-note">{rows ? 'The data has no column of labels: a column whose values come back often. Prefixes are coloured by level.' : 'The data is not loaded: its labels are unknown.'}</span>;
  if (columns.length < 2) return null;
  return (
    <span className="option">
      <label htmlFor={id}>Label</label>
      <select id={id} className="column-choice" value={chosen.name} onChange={(event) => editCell(session.notebook, cell.id, 'view', (now) => ({ ...now, spec: { ...now.spec, options: { ...now.spec.options, label: event.target.value } } }))}>
        {columns.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </span>
  );
}
