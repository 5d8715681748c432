/** Saves semantic IDs in the format that the person chooses. */
import { useId, useState } from 'react';
import { toProblem } from '../state/problem';
import { ID_FORMATS, idsFile, vocabularyOffsets } from '../output/identifiers';
import type { IdFormat, WrittenIds } from '../output/identifiers';
import { download } from '../output/files';
import { useApp } from './context';

interface Props {
  /** Of the file, without its ending. */
  readonly name: string;
  readonly written: WrittenIds;
  /** [levels] of `written`. */
  readonly numCodes: readonly number[];
  readonly disabled?: boolean;
}

export function SaveIds({ name, written, numCodes, disabled = false }: Props) {
  const { session, ui } = useApp();
  const id = useId();
  const [format, setFormat] = useState<IdFormat>('index.json');
  const [shared, setShared] = useState(false);
  const save = async () => {
    try {
      download(await idsFile(session.client(), { ...written, ...(shared && { offsets: vocabularyOffsets(numCodes) }) }, format), `${name}.ids.${format}`.replace('.ids.index', '.index'));
    } catch (thrown) {
      const { message, hint } = toProblem(thrown);
      ui.setState({ notice: `The IDs could not be saved: ${message} ${hint}` });
    }
  };
  return (
    <span className="save-ids">
      <label htmlFor={`${id}-format`} className="visually-hidden">
        Format
      </label>
      <select id={`${id}-format`} value={format} onChange={(event) => setFormat(event.target.value as IdFormat)}>
        {ID_FORMATS.map(({ ending, title }) => (
          <option key={ending} value={ending}>
            {title}
          </option>
        ))}
      </select>
      <label title="The codes of each level start after all codes of the levels before it.">
        <input type="checkbox" checked={shared} onChange={(event) => setShared(event.target.checked)} /> one vocabulary
      </label>
      <button type="button" className="button main" disabled={disabled} onClick={() => void save()}>
        Save IDs
      </button>
    </span>
  );
}
