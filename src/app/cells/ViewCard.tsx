/** One view cell over the methods that it shows; some views have a card of their own. */
import { useMemo } from 'react';
import type { ComponentType } from 'react';
import { inputsOf } from '../notebook/inputs';
import type { ViewCell, ViewKey } from '../notebook/spec';
import { ALL_VIEWS } from './allViews';
import { CollisionsCard } from './CollisionsCard';
import { CompareRunsCard } from './CompareRunsCard';
import { DecodingCard } from './DecodingCard';
import { Figure } from './Figure';
import { MapCard } from './MapCard';
import type { MethodRun } from './drawing';
import { TimelineCard } from './TimelineCard';
import { TreeCard } from './TreeCard';
import { useClickRuns } from './useClickRows';
import { useItems } from './useItems';
import { BeamCard } from './BeamCard';
import { useRetrievalRuns } from './useRetrieval';
import { useMethods, useUnit } from './useRunOf';
import { PastBanner } from './PastBanner';
import { usePast } from './usePast';

/** Views with controls of their own. */
const CARDS: Partial<Readonly<Record<ViewKey, ComponentType<{ readonly cell: ViewCell }>>>> = { valueDecoding: DecodingCard, idTree: TreeCard, itemMap: MapCard, collisions: CollisionsCard, compareRuns: CompareRunsCard, timeline: TimelineCard, beamTree: BeamCard };

const NONE: readonly MethodRun[] = [];

interface Props {
  readonly cell: ViewCell;
  /** No other figure stands beside it: it takes the whole row. */
  readonly alone?: boolean;
}

export function ViewCard({ cell, alone = false }: Props) {
  const Card = CARDS[cell.spec.view];
  return Card ? <Card cell={cell} /> : <PlainCard cell={cell} alone={alone} />;
}

function PlainCard({ cell, alone }: Required<Props>) {
  const { view, options } = cell.spec;
  const entry = ALL_VIEWS[view];
  const plain = useMethods(entry.family, inputsOf(cell, 'runs'), entry.shows);
  const clicks = useClickRuns(entry.family === 'click' ? plain : NONE);
  const rankings = useRetrievalRuns(entry.family === 'retrieval' ? plain : NONE);
  const latest = entry.family === 'click' ? clicks : entry.family === 'retrieval' ? rankings : plain;
  const past = usePast(latest, entry.family === 'quantizer' && entry.shows === 'snapshot');
  const runs = past?.runs ?? latest;
  const unit = useUnit(runs.map((item) => item.cell));
  const items = useItems(entry.items ?? false);
  // The selection is of the codes at the end, which an earlier time does not have.
  const seen = past ? undefined : items;
  const drawing = useMemo(() => entry.drawing(runs, options, unit, seen), [entry, runs, options, unit, seen]);
  return <Figure cell={cell} alone={alone} entry={entry} runs={runs} drawing={drawing} controls={past && <PastBanner words={past.words} />} />;
}
