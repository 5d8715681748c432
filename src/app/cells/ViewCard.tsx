/** One view cell over the methods that it shows, or over one predictor's decoding. */
import { useMemo } from 'react';
import { inputsOf } from '../notebook/inputs';
import type { ViewCell } from '../notebook/spec';
import { ALL_VIEWS } from './allViews';
import { DecodingCard } from './DecodingCard';
import { Figure } from './Figure';
import type { MethodRun } from './drawing';
import { BeamCard } from './BeamCard';
import { useClickRuns } from './useClickRows';
import { useRetrievalRuns } from './useRetrieval';
import { useMethods, useUnit } from './useRunOf';

const NONE: readonly MethodRun[] = [];

interface Props {
  readonly cell: ViewCell;
  /** No other figure stands beside it: it takes the whole row. */
  readonly alone?: boolean;
}

export function ViewCard({ cell, alone = false }: Props) {
  if (cell.spec.view === 'beamTree') return <BeamCard cell={cell} />;
  return cell.spec.view === 'valueDecoding' ? <DecodingCard cell={cell} /> : <PlainCard cell={cell} alone={alone} />;
}

function PlainCard({ cell, alone }: Required<Props>) {
  const { view, options } = cell.spec;
  const entry = ALL_VIEWS[view];
  const plain = useMethods(entry.family, inputsOf(cell, 'runs'), entry.shows);
  const clicks = useClickRuns(entry.family === 'click' ? plain : NONE);
  const rankings = useRetrievalRuns(entry.family === 'retrieval' ? plain : NONE);
  const runs = entry.family === 'click' ? clicks : entry.family === 'retrieval' ? rankings : plain;
  const unit = useUnit(runs.map((item) => item.cell));
  const drawing = useMemo(() => entry.drawing(runs, options, unit), [entry, runs, options, unit]);
  return <Figure cell={cell} alone={alone} entry={entry} runs={runs} drawing={drawing} />;
}
