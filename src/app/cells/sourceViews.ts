/** The registry of views of models of instances. */
import { tokenMap } from '../../viz/tokenMap';
import { formatCount } from '../../viz/format';
import { drawingOf } from '../components/drawing';
import type { SourceViewKey } from '../notebook/spec';
import { optionValue, seriesOf } from './drawing';
import type { RunOfSource, ViewEntry, ViewOption } from './drawing';

const COLOUR: ViewOption<RunOfSource> = {
  name: 'colour', title: 'Colour', default: 'label', open: true,
  choices: (runs) => ['label', ...new Set(runs.flatMap((item) => item.run?.snapshot?.colours.map(({ name }) => name) ?? []))].map((name) => ({ value: name, title: name })),
};

export const SOURCE_VIEWS: Readonly<Record<SourceViewKey, ViewEntry<RunOfSource>>> = {
  tokenMap: {
    shows: 'snapshot', wide: true,
    how: 'The vectors of up to 2,000 events in their two principal axes. What a colour parts is what a vector keeps of its event.',
    options: [COLOUR],
    drawing: (runs, options) => {
      const colour = String(optionValue(COLOUR, options, runs));
      return drawingOf(tokenMap, { by: colour, series: runs.map((item) => ({ series: seriesOf(item), source: item.run?.snapshot ?? null })) }, (say) => ({
        hover: (point) => say(point && `row ${formatCount(point.row)}: ${colour === 'label' ? '' : `${colour} `}${point.value}, label ${point.label}`),
      }));
    },
  },
};
