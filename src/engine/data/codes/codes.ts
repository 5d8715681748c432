/** What is asked of files of codes: a look at a file, and its codes. */
import { InputError, toProblem } from '../../errors';
import type { CodesChoices, CodesInspection, PublishedCodes } from '../../records/codes';
import { idsOf } from '../log/ids';
import { previewOf } from '../tablePreview';
import { buildCodes } from './build';
import { chooseColumns, rowTokens } from './columns';
import { readCells } from './readCells';

interface Examined {
  readonly inspection: CodesInspection;
  readonly published?: PublishedCodes;
  readonly refusal?: unknown;
}

/** What the file holds as codes of items, with these choices. Never rejects for a bad file or choices: `problem` says what is wrong. */
export async function inspectCodes(file: File, choices: CodesChoices = {}): Promise<CodesInspection> {
  const { inspection, refusal } = await examine(file, choices);
  return refusal === undefined ? inspection : { ...inspection, problem: toProblem(refusal) };
}

/** The codes in the order of the file. Throws InputError where `inspectCodes` would tell of a problem. */
export async function loadCodes(file: File, choices: CodesChoices): Promise<{ published: PublishedCodes; inspection: CodesInspection }> {
  const { inspection, published, refusal } = await examine(file, choices);
  if (published) return { published, inspection };
  throw refusal;
}

async function examine(file: File, choices: CodesChoices): Promise<Examined> {
  const { name } = file;
  let inspection: CodesInspection = { name, format: '', bytes: file.size, fileRows: 0, form: '', columns: [], choices, preview: { columns: [], rows: [] }, warnings: [] };
  try {
    const { columns, format, fileRows, codes, notes } = await readCells(file);
    inspection = { ...inspection, format, fileRows, columns: columns.map((column) => column.name), preview: previewOf(columns), warnings: notes };
    if (columns.length === 0 || fileRows === 0) throw new InputError(`${name} holds no items.`, 'Choose a file with one ID for each item, such as {"0": ["<a_12>", "<b_3>"]}.');
    const chosen = chooseColumns(name, columns, { ...(codes && { columns: codes }), ...choices });
    inspection = { ...inspection, choices: chosen.choices, form: chosen.form };
    const named = chosen.id && idsOf(chosen.id);
    const ids = named && Array.from(named.codes, (code) => (code < 0 ? '' : named.names[code]!));
    const { published, summary, warnings } = buildCodes({ name, rows: fileRows, tokens: rowTokens(name, chosen.codes), ids }, choices);
    return { inspection: { ...inspection, summary, warnings: [...inspection.warnings, ...warnings] }, published };
  } catch (refusal) {
    return { inspection, refusal };
  }
}
