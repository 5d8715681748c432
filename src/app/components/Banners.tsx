/** Quiet lines above the cells: what runs instead of WebGPU and why, what could not be saved, what just happened, the first hint. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { Icon } from './Icon';
import { download } from '../output/files';
import { BACKEND_NAMES } from './StatusChip';
import { useAct } from './useAct';
import { useApp, useNotebook, useUi } from './context';

const NOTICE_STAYS = 6000;

export function Banners() {
  const { session, settings } = useApp();
  const { info, problem, restarted } = useStore(session.engine);
  const save = useStore(session.save.state);
  const hintSeen = useStore(settings, (state) => state.hintSeen);
  const tables = useNotebook((state) => state.notebook.cells.some((cell) => cell.mode === 'table'));
  const kept = useStore(settings, (state) => state.kept);
  const [engineSeen, setEngineSeen] = useState('');
  const [restartSeen, setRestartSeen] = useState('');
  const [asideSeen, setAsideSeen] = useState(false);
  const [keptSeen, setKeptSeen] = useState(false);
  const failed = info?.selfTest.filter((test) => !test.passed) ?? [];
  const engineWords = problem
    ? `${problem.message} ${problem.hint}`
    : failed.length > 0
      ? `The self-test of ${BACKEND_NAMES[info!.backend]} failed (${failed.map((test) => `${test.name}: ${test.detail}`).join('; ')}). Numbers may be wrong; choose another backend in the status menu.`
      : (info?.reason ?? '');
  return (
    <div className="banners">
      {engineWords && engineWords !== engineSeen && (
        <Banner kind={failed.length > 0 || problem ? 'warn' : 'calm'} onClose={() => setEngineSeen(engineWords)}>
          {engineWords}
        </Banner>
      )}
      {restarted && restarted !== restartSeen && (
        <Banner kind="warn" onClose={() => setRestartSeen(restarted)}>
          {restarted}
        </Banner>
      )}
      {(save.status === 'failed' || save.status === 'off') && <Banner kind="warn">{save.message}</Banner>}
      {save.status === 'elsewhere' && <ElsewhereBanner words={save.message} />}
      {session.aside && !asideSeen && <AsideBanner aside={session.aside} onClose={() => setAsideSeen(true)} />}
      {!kept && !keptSeen && (
        <Banner kind="calm" onClose={() => setKeptSeen(true)}>
          This browser keeps no settings for this page: the theme and backend are kept only until the page closes.
        </Banner>
      )}
      {!hintSeen && (
        <Banner kind="hint" onClose={() => settings.setState({ hintSeen: true })}>
          <ol className="hint">
            <li>Drop your {tables ? 'table' : 'embedding file'} anywhere</li>
            <li>Change levels or codes</li>
            <li>{tables ? 'Step through a row’s levels with [ and ]' : 'Hover any code'}</li>
          </ol>
        </Banner>
      )}
    </div>
  );
}

/** The notebook is another tab's: what can be done about it. */
function ElsewhereBanner({ words }: { readonly words: string }) {
  const { session } = useApp();
  const act = useAct();
  return (
    <Banner kind="warn">
      <span className="banner-line">
        <span>{words}</span>
        <span className="banner-buttons">
          <button type="button" className="button small" onClick={() => act(() => session.keeping.takeOver())}>
            Take over
          </button>
          <button type="button" className="button small" onClick={() => act(() => session.keeping.openCopy())}>
            Open a copy
          </button>
        </span>
      </span>
    </Banner>
  );
}

/** A kept notebook that cannot be opened: it stays as it is, and can be had as a file. */
function AsideBanner({ aside, onClose }: { readonly aside: { readonly id: string; readonly message: string }; onClose(): void }) {
  const { session } = useApp();
  const act = useAct();
  return (
    <Banner kind="warn" onClose={onClose}>
      <span className="banner-line">
        <span>{aside.message}</span>
        <span className="banner-buttons">
          <button type="button" className="button small" onClick={() => act(async () => { const file = await session.keeping.file(aside.id); download(file, file.name); })}>
            Download it
          </button>
        </span>
      </span>
    </Banner>
  );
}

function Banner({ kind, onClose, children }: { readonly kind: string; onClose?(): void; readonly children: React.ReactNode }) {
  return (
    <div className={`banner ${kind}`} role={kind === 'warn' ? 'alert' : 'status'}>
      <div>{children}</div>
      {onClose && (
        <button type="button" className="button quiet icon-only small" aria-label="Dismiss" onClick={onClose}>
          <Icon name="close" size={13} />
        </button>
      )}
    </div>
  );
}

/** A sentence about what was just done; it goes by itself and moves nothing. */
export function Notice() {
  const { ui } = useApp();
  const notice = useUi((state) => state.notice);
  useEffect(() => {
    if (!notice) return;
    const timer = setTimeout(() => ui.setState({ notice: '' }), Math.max(NOTICE_STAYS, notice.length * 70));
    return () => clearTimeout(timer);
  }, [notice, ui]);
  return (
    <div className="notice" role="status" aria-live="polite">
      {notice && <p>{notice}</p>}
    </div>
  );
}
