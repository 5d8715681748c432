/** How checkpoints are kept and metrics counted while a quantizer trains: for every quantizer in this browser. */
import { useStore } from 'zustand';
import { checkParams } from '../../engine/client';
import type { ParamSpec } from '../../engine/records/params';
import { CHECKPOINT_METRICS } from '../state/settingsStore';
import { ParamField } from './ParamField';
import { useApp } from './context';

const EVERY: ParamSpec = {
  name: 'checkpointEvery', title: 'Numbered every', help: 'Keeps a separate checkpoint after every so many steps; the ten newest are kept. 0: only the last and the best.',
  type: 'integer', default: 0, min: 0, max: 1_000_000, unit: 'steps', group: 'training',
};

const REPORT: ParamSpec = {
  name: 'reportEvery', title: 'Metrics every', help: 'Computes live metrics at least once in so many steps, whatever time that takes. 0: as often as a seventh of the time allows.',
  type: 'integer', default: 0, min: 0, max: 1_000_000, unit: 'steps', group: 'training',
};

export function CheckpointFields() {
  const { session, settings } = useApp();
  const { checkpointEvery, checkpointBest, reportEvery } = useStore(settings);
  const metrics = useStore(session.engine, (state) => state.catalog?.metrics) ?? [];
  const choices = metrics.filter(({ key }) => CHECKPOINT_METRICS.includes(key)).map(({ key, title }) => ({ value: key, title }));
  const best: ParamSpec = { name: 'checkpointBest', title: 'Best by', help: 'The live metric whose best value decides which state is kept as the best.', type: 'choice', default: 'relativeError', choices, group: 'training' };
  return (
    <details className="advanced">
      <summary>Checkpoints and live metrics</summary>
      <p className="muted">The last state and the best are kept in this browser while a run trains, so that it can go on after a reload. This holds for all quantizers.</p>
      <div className="form-flat">
        <ParamField spec={EVERY} value={checkpointEvery} check={(value) => checkParams([EVERY], { checkpointEvery: value })[0]?.message ?? ''} onCommit={(value) => settings.setState({ checkpointEvery: Number(value) })} />
        <ParamField spec={best} value={checkpointBest} check={() => ''} onCommit={(value) => settings.setState({ checkpointBest: String(value) })} />
        <ParamField spec={REPORT} value={reportEvery} check={(value) => checkParams([REPORT], { reportEvery: value })[0]?.message ?? ''} onCommit={(value) => settings.setState({ reportEvery: Number(value) })} />
      </div>
    </details>
  );
}
