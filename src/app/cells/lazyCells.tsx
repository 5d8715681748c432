/** Cells whose code is fetched apart from the page's: figures, which D3 draws, sweeps, and what Markdown is read by. */
import { lazily } from '../components/lazily';
import type { StepCell, SweepCell, ViewCell } from '../notebook/spec';

/** Keeps the place of figures, and their addresses, until they can be drawn. */
export const LazyFigures = lazily<{ readonly cells: readonly ViewCell[] }>(
  () => import('./Figures').then(({ Figures }) => Figures),
  ({ cells }) => (
    <section className="cell figures" aria-busy="true" aria-label="Figures">
      {cells.map(({ id, name }) => (
        <figure key={id} id={`cell-${id}`} className="figure waiting" tabIndex={-1} aria-label={name} />
      ))}
    </section>
  ),
);

export const LazySweep = lazily<{ readonly cell: SweepCell }>(
  () => import('./SweepCellView').then(({ SweepCellView }) => SweepCellView),
  ({ cell }) => <section className="cell sweep waiting" id={`cell-${cell.id}`} tabIndex={-1} aria-busy="true" aria-label={cell.name} />,
);

export const LazyStep = lazily<{ readonly cell: StepCell }>(
  () => import('./lesson/StepCellView').then(({ StepCellView }) => StepCellView),
  ({ cell }) => <section className="cell step waiting" id={`cell-${cell.id}`} tabIndex={-1} aria-busy="true" aria-label={cell.name} />,
);

interface Text {
  readonly text: string;
}
/** The text takes its room, unseen, so that little moves when it is read as Markdown. */
const Unread = ({ text }: Text) => <p className="note-unread" aria-busy="true">{text}</p>;

export const LazyMarkdown = lazily<Text>(() => import('./NoteText').then(({ NoteText }) => NoteText), Unread);

/** Markdown with formulas: the reader of formulas is as large as the rest of the page, so a note without a dollar sign does without. */
export const LazyFormulas = lazily<Text>(() => import('./FormulaText').then(({ FormulaText }) => FormulaText), Unread);
