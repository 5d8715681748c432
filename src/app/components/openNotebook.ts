/** Puts a notebook in place, from a .json file or of those that come with the page, or says why it cannot be opened. */
import type { FileKind } from '../../engine/records/data';
import { fromJson } from '../notebook/serialize';
import { toNotebook } from '../notebook/toNotebook';
import { fetchNotebook } from '../samples';
import type { SampleNotebook } from '../samples';
import { openSample } from '../state/openSample';
import { toProblem } from '../state/problem';
import type { App } from './context';

/** What happened to the notebook before. */
const BEFORE = 'The previous notebook is kept: see Notebooks in the menu.';

export async function openNotebook({ session, ui }: Pick<App, 'session' | 'ui'>, file: File): Promise<void> {
  try {
    await session.open(fromJson(await file.text(), session.catalog));
    await session.loadAll();
    ui.setState({ notice: `The notebook is open. ${BEFORE}` });
  } catch (thrown) {
    const { message, hint } = toProblem(thrown);
    ui.setState({ notice: `${file.name}: ${message} ${hint}` });
  }
}

/** With the sample it was made for; it runs. */
export async function openSampleNotebook({ session, ui }: Pick<App, 'session' | 'ui'>, { id, title }: SampleNotebook): Promise<void> {
  try {
    await openSample(session, await fetchNotebook(id, document.baseURI));
    ui.setState({ notice: `“${title}” is open. ${BEFORE}` });
  } catch (thrown) {
    const { message, hint } = toProblem(thrown);
    ui.setState({ notice: `${message} ${hint}` });
  }
}

/** Reads the panel's file as something else. Where the notebook has no cell for that, one that has is opened; the one before is kept. */
export async function readFileAs({ session, ui, readAs }: Pick<App, 'session' | 'ui' | 'readAs'>, kind: FileKind): Promise<void> {
  try {
    if (readAs.cellFor(kind) === null) {
      const holding = kind === 'table' ? 'continuous-values' : kind === 'log' ? 'ctr' : 'compare-quantizers';
      const notebook = toNotebook(await fetchNotebook(holding, document.baseURI), session.catalog);
      await session.open(notebook, true);
    }
    await readAs.change(kind);
  } catch (thrown) {
    const { message, hint } = toProblem(thrown);
    ui.setState({ notice: `${message} ${hint}` });
  }
}
