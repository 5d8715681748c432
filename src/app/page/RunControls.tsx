/** Run all, pause or resume, one step, stop, the queue: always in the same place; all but the first are disabled where they would do nothing. */
import { useStore } from 'zustand';
import { Icon } from '../components/Icon';
import { Menu } from '../components/Menu';
import { QueuePanel } from './QueuePanel';
import { useApp, useRuns } from '../components/context';

export function RunControls() {
  const { session, ui } = useApp();
  const waiting = useRuns((state) => state.queue.length);
  const busy = waiting > 0;
  const paused = useRuns((state) => state.paused);
  const readOnly = useStore(session.keeping.store, (state) => state.place === 'elsewhere');
  const { queue } = session;
  const runAll = () => {
    queue.run(session.methods());
    if (session.runs.getState().queue.length === 0) ui.setState({ notice: 'Every result is up to date. Change a setting, or run one again from its row.' });
  };
  return (
    <span className="run-controls" role="group" aria-label="Run" inert={readOnly}>
      <button type="button" className="button main" disabled={readOnly} onClick={runAll} aria-label="Run all" title="Queues every method whose result is missing or out of date">
        <Icon name="run" size={13} /> <span className="words">Run all</span>
      </button>
      <button type="button" className="button" disabled={!busy} onClick={() => (paused ? queue.resume() : queue.pause())} title={paused ? 'Resume (Space)' : 'Pause (Space)'} aria-label={paused ? 'Resume' : 'Pause'}>
        <Icon name={paused ? 'run' : 'pause'} size={13} /> <span className="words fixed">{paused ? 'Resume' : 'Pause'}</span>
      </button>
      <button type="button" className="button" disabled={readOnly} onClick={() => queue.step(session.methods())} title="One batch or one iteration (.)" aria-label="Step">
        <Icon name="step" size={13} /> <span className="words">Step</span>
      </button>
      <button type="button" className="button" disabled={!busy} onClick={() => queue.stop()} title="Stop now and keep the result as it is" aria-label="Stop">
        <Icon name="stop" size={13} /> <span className="words">Stop</span>
      </button>
      <Menu label={`Queue: ${waiting} ${waiting === 1 ? 'run' : 'runs'}`} className="button queue-button" button={<><Icon name="queue" size={14} /> <span className="queue-count">{waiting > 0 ? waiting : ''}</span></>}>
        <QueuePanel />
      </Menu>
    </span>
  );
}
