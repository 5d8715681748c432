/** What stands above and below a map: its run, axes and colours; the slider over levels; and what is selected. */
import { memo, useId } from 'react';
import { formatCount, formatNumber } from '../../viz/format';
import type { Drag } from '../../viz/mapGestures';
import { firstStop, lastStop } from '../../viz/stagePlaces';
import { NumberField } from '../components/NumberField';
import { Segments } from '../components/Segments';
import { Tooltip } from '../components/Tooltip';
import { keysOf } from '../shortcuts';
import type { Selection } from '../state/selection';
import type { RunOfCell } from './drawing';
import type { ColorChoice } from './mapColors';
import { MOST_SEED, stopOf, stopWords, turned } from './mapFocus';
import type { MapFocus } from './mapFocus';
import { chosenWords } from './mapWords';

interface AboveProps {
  readonly runs: readonly RunOfCell[];
  readonly run: string;
  readonly focus: MapFocus;
  readonly colors: readonly ColorChoice[];
  readonly color: string;
  readonly drag: Drag;
  set(patch: Partial<MapFocus>): void;
  setDrag(drag: Drag): void;
  zoom(by: number): void;
  fit(which: 'whole' | 'points'): void;
}

/** Drawn again only when what it shows changes: a selection moves nothing here. */
export const MapAbove = memo(function MapAbove({ runs, run, focus, colors, color, drag, set, setDrag, zoom, fit }: AboveProps) {
  const id = useId();
  return (
    <div className="map-controls" role="group" aria-label="What the map shows">
      {runs.length > 1 && (
        <span className="option">
          <label htmlFor={`${id}-run`}>codes of</label>
          <select id={`${id}-run`} value={run} onChange={(event) => set({ run: event.target.value })}>
            {runs.map(({ cell }) => <option key={cell.id} value={cell.id}>{cell.name}</option>)}
          </select>
        </span>
      )}
      <span className="option">
        <label htmlFor={`${id}-color`}>colour</label>
        <select id={`${id}-color`} value={color} onChange={(event) => set({ color: event.target.value })}>
          {colors.map(({ value, title }) => <option key={value} value={value}>{title}</option>)}
        </select>
      </span>
      <Segments
        label="Axes" value={focus.axes} onChange={(axes) => set({ axes })}
        choices={[
          { value: 'principal', title: 'principal axes', tip: 'The two directions in which the vectors of all items differ most. The slider stays in them. Where the data has two columns, they are the axes.' },
          { value: 'umap', title: 'UMAP', tip: 'A map that keeps near items near, worked out in the browser. Distances and axes mean nothing in it, so it has no slider.' },
        ]}
      />
      {focus.axes === 'umap' && (
        <Tooltip tip="UMAP begins by chance: another seed gives another map. What lies together under every seed is no accident.">
          <span className="option map-seed">
            <NumberField label="seed" value={String(focus.seed)} least={0} most={MOST_SEED} whole onCommit={(seed) => set({ seed })} />
          </span>
        </Tooltip>
      )}
      <Tooltip tip="Lines that join places where points are equally dense.">
        <label className="option">
          <input type="checkbox" checked={focus.density} onChange={(event) => set({ density: event.target.checked })} /> density
        </label>
      </Tooltip>
      <span className="end">
        <Segments
          label="Dragging on the map" value={drag} onChange={setDrag}
          choices={[
            { value: 'move', title: 'Move', tip: `Dragging moves the map. ${keysOf('Mod-wheel')[0]} and the wheel zoom.` },
            { value: 'lasso', title: 'Lasso', tip: 'Dragging draws a line; the items within it are selected. Shift adds them to those that are.' },
            { value: 'box', title: 'Box', tip: 'Dragging opens a box; the items within it are selected. Shift adds them to those that are.' },
          ]}
        />
        <span className="map-zoom">
          <button type="button" className="button small icon-only" aria-label="Zoom out" onClick={() => zoom(1 / 1.5)}>−</button>
          <button type="button" className="button small icon-only" aria-label="Zoom in" onClick={() => zoom(1.5)}>+</button>
          <Tooltip tip="Zoom to the points as they lie at this level."><button type="button" className="button small" onClick={() => fit('points')}>Fit</button></Tooltip>
          <button type="button" className="button small" onClick={() => fit('whole')}>Whole</button>
        </span>
      </span>
    </div>
  );
});

export function UmapProgress({ share, cancel }: { readonly share: number; cancel(): void }) {
  return (
    <div className="map-selected">
      <span role="status">{share === 0 ? 'UMAP looks for the neighbours of each item' : `UMAP has done ${Math.round(100 * share)} % of its rounds`}</span>
      <progress value={share === 0 ? undefined : share} aria-label="UMAP" />
      <button type="button" className="button small" onClick={cancel}>Cancel</button>
    </div>
  );
}

interface SliderProps {
  readonly focus: MapFocus;
  readonly levels: number;
  /** Mean length left after 0, 1, ... codes. */
  readonly left: readonly number[];
  set(patch: Partial<MapFocus>): void;
}

export const MapSlider = memo(function MapSlider({ focus, levels, left, set }: SliderProps) {
  const id = useId();
  const [first, last, stop] = [firstStop(focus.way), lastStop(levels, focus.way), stopOf(focus, levels)];
  const stops = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const tick = (at: number) => (at > levels ? 'the items' : focus.way === 'left' ? (at === 0 ? 'before' : `${at === 1 ? 'after ' : ''}${at}`) : `${at}${at === 1 ? ' code' : ''}`);
  return (
    <div className="map-slider" role="group" aria-label="Levels">
      <Tooltip tip="The mean length of what is left of the items after so many codes, in all dimensions.">
        <label htmlFor={`${id}-stop`}>{focus.way === 'left' ? 'what is left' : 'rebuilt from'}</label>
      </Tooltip>
      <span className="map-stops">
        <input
          id={`${id}-stop`} type="range" min={first} max={last} step={1} value={stop} aria-valuetext={`${stopWords(focus.way, stop, levels)}, mean length left ${formatNumber(stop > levels ? 0 : (left[stop] ?? NaN))}`}
          aria-keyshortcuts="[ ]" onChange={(event) => set({ stop: Number(event.target.value) })}
        />
        <span className="map-ticks" aria-hidden="true">
          {stops.map((at) => (
            <span key={at} className={at === stop ? 'now' : undefined}>
              <i>{formatNumber(at > levels ? 0 : (left[at] ?? NaN))}</i>
              <i>{tick(at)}</i>
            </span>
          ))}
        </span>
      </span>
      <Segments
        label="What moves" value={focus.way} onChange={(way) => set(turned(focus, way, levels))}
        choices={[
          { value: 'left', title: 'residuals', tip: 'Each point is what is left of an item after its first codes are taken off. It shrinks towards zero.' },
          { value: 'rebuilt', title: 'reconstruction', tip: 'Each point is the sum of an item’s first codes. It grows towards the item.' },
        ]}
      />
    </div>
  );
});

interface SelectedProps {
  readonly selection: Selection;
  readonly total: number;
  readonly isolated: boolean;
  isolate(isolated: boolean): void;
  invert(): void;
  clear(): void;
}

export function MapSelected({ selection, total, isolated, isolate, invert, clear }: SelectedProps) {
  return (
    <div className="map-selected">
      <span role="status">
        {formatCount(selection.rows.count)} of {formatCount(total)} items selected, {chosenWords(selection.chosen)}
      </span>
      <label className="option">
        <input type="checkbox" checked={isolated} onChange={(event) => isolate(event.target.checked)} /> only these
      </label>
      <button type="button" className="button small" onClick={invert}>Invert</button>
      <button type="button" className="button small" onClick={clear}>Clear</button>
    </div>
  );
}
