/** What the engine runs on; opened, it says why, shows the self-test, and lets a person force another backend. */
import { useStore } from 'zustand';
import { BACKENDS } from '../state/settingsStore';
import type { BackendChoice } from '../state/settingsStore';
import { Menu } from './Menu';
import { useApp } from './context';

export const BACKEND_NAMES: Record<BackendChoice, string> = { auto: 'Automatic', webgpu: 'WebGPU', wasm: 'WebAssembly', cpu: 'JavaScript' };

export function StatusChip() {
  const { session, settings } = useApp();
  const { status, info, problem } = useStore(session.engine);
  const wanted = useStore(settings, (state) => state.backend);
  const passed = info?.selfTest.every((test) => test.passed) ?? false;
  const mark = status === 'ready' ? (passed ? 'good' : 'warn') : status === 'starting' ? 'busy' : 'bad';
  const words = status === 'starting' ? 'starting' : info ? BACKEND_NAMES[info.backend] : 'no engine';
  return (
    <Menu
      label={`Engine: ${words}`} className="button quiet chip-button"
      button={
        <>
          <span className={`dot ${mark}`} aria-hidden="true" />
          <span className="chip-words">{words}</span>
          <span className="muted chip-more">{status === 'ready' ? (passed ? 'self-test passed' : 'self-test failed') : ''}</span>
        </>
      }
    >
      <div className="engine-panel">
        {info && (
          <>
            <h3>
              {BACKEND_NAMES[info.backend]} · {info.adapter}
            </h3>
            <p className="muted">
              {info.reason || 'All training runs on this machine’s GPU.'}
              {info.software && ' The adapter works on the processor: correct, but slow.'}
            </p>
            <h4>Self-test</h4>
            <ul className="self-test">
              {info.selfTest.map((test) => (
                <li key={test.name} className={test.passed ? 'passed' : 'failed'}>
                  <span>{test.passed ? '✓' : '✕'}</span>
                  <span>
                    {test.name} <span className="muted">{test.detail}</span>
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
        {problem && (
          <p>
            {problem.message} {problem.hint}
          </p>
        )}
        <fieldset className="choices">
          <legend>Run on</legend>
          {BACKENDS.map((backend) => (
            <label key={backend}>
              <input
                type="radio" name="backend" checked={wanted === backend}
                onChange={() => {
                  settings.setState({ backend });
                  void session.useBackend(backend).then(() => session.loadAll());
                }}
              />{' '}
              {BACKEND_NAMES[backend]}
            </label>
          ))}
        </fieldset>
        <p className="muted">A change ends the run under way; finished results stay.</p>
      </div>
    </Menu>
  );
}
