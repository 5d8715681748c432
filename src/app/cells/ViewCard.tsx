/** One view cell: title, how to read it, its options, the picture, and its exports. */
import { useId, useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { ViewHost } from '../components/ViewHost';
import { Icon } from '../components/Icon';
import { Menu } from '../components/Menu';
import { useApp } from '../components/context';
import type { ViewCell } from '../notebook/spec';
import { editCell } from '../state/notebookStore';
import { toProblem } from '../state/problem';
import type { ViewOption } from './drawing';
import { exportCsv, exportPng, exportSvg } from './exportView';
import { useRunsOf } from './useRunOf';
import { VIEWS } from './views';

export function ViewCard({ cell }: { readonly cell: ViewCell }) {
  const { session, ui } = useApp();
  const entry = VIEWS[cell.spec.view];
  const runs = useRunsOf(cell.inputs, entry.shows);
  const { options } = cell.spec;
  // The list is made anew at each drawing; its parts say whether anything in it changed.
  const parts = useShallow((all: typeof runs) => all.flatMap((item) => [item.cell, item.run?.[entry.shows]]))(runs);
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const drawing = useMemo(() => entry.drawing(runs, options), [entry, options, parts]);
  const set = (name: string, value: string | number | boolean) =>
    editCell(session.notebook, cell.id, 'view', (now) => ({ ...now, spec: { ...now.spec, options: { ...now.spec.options, [name]: value } } }));
  const guarded = (work: () => void | Promise<void>) => () => {
    Promise.resolve().then(work).catch((thrown: unknown) => ui.setState({ notice: toProblem(thrown).message }));
  };
  const exports = [
    { title: 'Save as SVG', run: guarded(() => exportSvg(drawing, cell)) },
    { title: 'Save as PNG', note: 'twice the size', run: guarded(() => exportPng(drawing, cell)) },
    { title: 'Save the numbers as CSV', run: guarded(() => exportCsv(drawing, cell)) },
  ];
  return (
    <figure className={entry.wide ? 'figure wide' : 'figure'} data-cell={cell.id} id={`cell-${cell.id}`} tabIndex={-1} aria-label={cell.name}>
      <header className="figure-head">
        <h3>{cell.name}</h3>
        <span className="end">
          {entry.options.map((option) => (
            <OptionControl key={option.name} option={option} value={options[option.name] ?? option.default} choices={option.choices?.(runs)} onChange={(value) => set(option.name, value)} />
          ))}
          <Menu label={`Save ${cell.name}`} className="button quiet icon-only" commands={[exports]} button={<Icon name="down" size={15} />} />
        </span>
      </header>
      <p className="figure-how">{entry.how}</p>
      <ViewHost drawing={drawing} label={cell.name} />
    </figure>
  );
}

interface OptionProps {
  readonly option: ViewOption;
  readonly value: string | number | boolean;
  readonly choices: readonly { readonly value: string | number; readonly title: string }[] | undefined;
  onChange(value: string | number | boolean): void;
}

function OptionControl({ option, value, choices, onChange }: OptionProps) {
  const id = useId();
  if (!choices) {
    return (
      <label className="option">
        <input type="checkbox" checked={value === true} onChange={(event) => onChange(event.target.checked)} /> {option.title}
      </label>
    );
  }
  if (choices.length < 2) return null;
  return (
    <span className="option">
      <label htmlFor={id} className={typeof option.default === 'number' ? undefined : 'visually-hidden'}>
        {option.title}
      </label>
      <select id={id} value={String(value)} onChange={(event) => onChange(choices.find((choice) => String(choice.value) === event.target.value)?.value ?? value)}>
        {choices.map((choice) => (
          <option key={choice.value} value={String(choice.value)}>
            {choice.title}
          </option>
        ))}
      </select>
    </span>
  );
}
