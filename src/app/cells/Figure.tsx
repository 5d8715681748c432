/** A figure as a card: title, how to read it, its options, the picture, and its exports. */
import { useId } from 'react';
import type { KeyboardEventHandler, ReactNode } from 'react';
import { ViewHost } from '../components/ViewHost';
import { Icon } from '../components/Icon';
import { Menu } from '../components/Menu';
import { useApp } from '../components/context';
import type { ViewCell } from '../notebook/spec';
import { editCell } from '../state/notebookStore';
import { toProblem } from '../state/problem';
import { optionValue } from './drawing';
import type { ViewEntry, ViewOption } from './drawing';
import type { Drawing } from '../components/drawing';
import { exportCsv, exportPng, exportSvg } from './exportView';
import { huesOf } from '../output/hues';

interface Props<Item> {
  readonly cell: ViewCell;
  readonly alone?: boolean;
  readonly entry: ViewEntry<Item>;
  readonly runs: readonly Item[];
  readonly drawing: Drawing;
  /** Further controls, between the words and the picture. */
  readonly controls?: ReactNode;
  /** In place of the picture: `drawing` is then only what files hold. */
  readonly body?: ReactNode;
  readonly onKeyDown?: KeyboardEventHandler;
  /** What stands below the picture. */
  readonly children?: ReactNode;
}

export function Figure<Item>({ cell, alone, entry, runs, drawing, controls, body, onKeyDown, children }: Props<Item>) {
  const { session, ui } = useApp();
  const { options } = cell.spec;
  const set = (name: string, value: string | number | boolean) =>
    editCell(session.notebook, cell.id, 'view', (now) => ({ ...now, spec: { ...now.spec, options: { ...now.spec.options, [name]: value } } }));
  const guarded = (work: () => void | Promise<void>) => () => {
    Promise.resolve().then(work).catch((thrown: unknown) => ui.setState({ notice: toProblem(thrown).message }));
  };
  const exports = [
    { title: 'Save as SVG', run: guarded(() => exportSvg(drawing, cell, huesOf(session.catalog))) },
    { title: 'Save as PNG', note: 'twice the size', run: guarded(() => exportPng(drawing, cell, huesOf(session.catalog))) },
    { title: 'Save the numbers as CSV', run: guarded(() => exportCsv(drawing, cell)) },
  ];
  return (
    <figure className={entry.wide ? 'figure wide' : alone ? 'figure alone' : 'figure'} data-cell={cell.id} id={`cell-${cell.id}`} tabIndex={-1} aria-label={cell.name} onKeyDown={onKeyDown}>
      <header className="figure-head">
        <h3>{cell.name}</h3>
        <span className="end">
          {entry.options.map((option) => (
            <OptionControl key={option.name} option={option} value={optionValue(option, options, runs)} choices={option.choices?.(runs)} onChange={(value) => set(option.name, value)} />
          ))}
          <Menu label={`Save ${cell.name}`} className="button quiet icon-only" commands={[exports]} button={<Icon name="down" size={15} />} />
        </span>
      </header>
      <p className="figure-how">{entry.how}</p>
      {controls}
      {body ?? <ViewHost drawing={drawing} label={cell.name} />}
      {children}
    </figure>
  );
}

interface OptionProps<Item> {
  readonly option: ViewOption<Item>;
  readonly value: string | number | boolean;
  readonly choices: readonly { readonly value: string | number; readonly title: string }[] | undefined;
  onChange(value: string | number | boolean): void;
}

function OptionControl<Item>({ option, value, choices, onChange }: OptionProps<Item>) {
  const id = useId();
  if (!choices) {
    return (
      <label className="option">
        <input type="checkbox" checked={value === true} onChange={(event) => onChange(event.target.checked)} /> {option.title}
      </label>
    );
  }
  // What is drawn is named even where no run offers it yet.
  const listed = choices.some((choice) => choice.value === value) || typeof value === 'boolean' ? choices : [...choices, { value, title: String(value) }];
  if (listed.length < 2) return null;
  return (
    <span className="option">
      <label htmlFor={id} className={typeof option.default === 'number' ? undefined : 'visually-hidden'}>
        {option.title}
      </label>
      <select id={id} value={String(value)} onChange={(event) => onChange(listed.find((choice) => String(choice.value) === event.target.value)?.value ?? value)}>
        {listed.map((choice) => (
          <option key={choice.value} value={String(choice.value)}>
            {choice.title}
          </option>
        ))}
      </select>
    </span>
  );
}
