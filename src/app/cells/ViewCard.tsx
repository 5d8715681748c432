/** One view cell over its runs: of quantizers, of predictors, or of one predictor's decoding. */
import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { inputsOf } from '../notebook/inputs';
import { isFitView } from '../notebook/spec';
import type { CodeViewKey, FitViewKey, ViewCell } from '../notebook/spec';
import { DecodingCard } from './DecodingCard';
import { Figure } from './Figure';
import { FIT_VIEWS } from './fitViews';
import { usePredictorsOf, useRunsOf, useUnit } from './useRunOf';
import { VIEWS } from './views';

interface Props {
  readonly cell: ViewCell;
  /** No other figure stands beside it: it takes the whole row. */
  readonly alone?: boolean;
}

export function ViewCard({ cell, alone = false }: Props) {
  const { view } = cell.spec;
  if (!isFitView(view)) return <CodeCard cell={cell} alone={alone} view={view} />;
  return view === 'valueDecoding' ? <DecodingCard cell={cell} /> : <FitCard cell={cell} alone={alone} view={view} />;
}

function CodeCard({ cell, alone, view }: Props & { readonly view: CodeViewKey }) {
  const entry = VIEWS[view];
  const shows = entry.shows === 'points' ? 'points' : 'snapshot';
  const runs = useRunsOf(inputsOf(cell, 'runs'), shows);
  const { options } = cell.spec;
  // The list is made anew at each drawing; its parts say whether anything in it changed.
  const parts = useShallow((all: typeof runs) => all.flatMap((item) => [item.cell, item.run?.[shows]]))(runs);
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const drawing = useMemo(() => entry.drawing(runs, options), [entry, options, parts]);
  return <Figure cell={cell} alone={alone} entry={entry} runs={runs} drawing={drawing} />;
}

function FitCard({ cell, alone, view }: Props & { readonly view: FitViewKey }) {
  const entry = FIT_VIEWS[view];
  const shows = entry.shows === 'points' ? 'points' : 'snapshot';
  const runs = usePredictorsOf(inputsOf(cell, 'runs'), shows);
  const unit = useUnit(runs.map((item) => item.cell));
  const { options } = cell.spec;
  const parts = useShallow((all: typeof runs) => all.flatMap((item) => [item.cell, item.run?.[shows], item.run?.result]))(runs);
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const drawing = useMemo(() => entry.drawing(runs, options, unit), [entry, options, unit, parts]);
  return <Figure cell={cell} alone={alone} entry={entry} runs={runs} drawing={drawing} />;
}
