/** Neighbouring views as one grid of figures. */
import type { ViewCell } from '../notebook/spec';
import { placed } from './placed';
import { ViewCard } from './ViewCard';

export function Figures({ cells }: { readonly cells: readonly ViewCell[] }) {
  return (
    <section className="cell figures" aria-label="Figures">
      {placed(cells).map(({ cell, alone }) => (
        <ViewCard key={cell.id} cell={cell} alone={alone} />
      ))}
    </section>
  );
}
