/** `--set CODES.SETTING=VALUE`: how a file becomes codes, given as text. */
import type { CodesChoices } from '../engine/records/codes';
import { NotebookError } from './notebook/spec';
import type { CodesCell } from './notebook/spec';
import { CODES_CHOICES, toCodesChoices } from './notebook/toCodes';

const READ: Readonly<Record<keyof CodesChoices, (value: string) => unknown>> = {
  idColumn: (value) => value,
  columns: (value) => value.split(',').map((name) => name.trim()).filter(Boolean),
  // What is neither is refused as it was written.
  offsets: (value) => (value === 'true' || value === 'false' ? value === 'true' : value),
  numCodes: (value) => value.split(/[\s,]+/).filter(Boolean).map(Number),
};

/** The cell with one setting changed. @throws NotebookError naming the setting, what was seen and the remedy */
export function setCodes(cell: CodesCell, param: string, value: string, where: string): CodesCell {
  const key = CODES_CHOICES.find((each) => each === param);
  if (!key) throw new NotebookError(where, `there is no setting "${param}".`, `Known: ${CODES_CHOICES.join(', ')}.`);
  const change = toCodesChoices({ [key]: READ[key](value) }, where);
  return { ...cell, spec: { ...cell.spec, choices: { ...cell.spec.choices, ...change } } };
}
