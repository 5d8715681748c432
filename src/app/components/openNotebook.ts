/** Puts the notebook of a .json file in place, or says why it cannot be opened. */
import { fromJson } from '../notebook/serialize';
import { toProblem } from '../state/problem';
import type { App } from './context';

export async function openNotebook({ session, ui }: Pick<App, 'session' | 'ui'>, file: File): Promise<void> {
  try {
    await session.open(fromJson(await file.text(), session.catalog));
    await session.loadAll();
    ui.setState({ notice: 'The notebook is open. Mod-Z brings the one before it back.' });
  } catch (thrown) {
    const { message, hint } = toProblem(thrown);
    ui.setState({ notice: `${file.name}: ${message} ${hint}` });
  }
}
