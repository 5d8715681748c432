/** The switch of a fair comparison and its terms: levels, codes, latent space and budget that all compared methods share. */
import { checkParams } from '../../engine/client';
import type { ParamSpec, ParamValue } from '../../engine/records/params';
import { ParamField } from '../components/ParamField';
import { Tooltip } from '../components/Tooltip';
import { useApp } from '../components/context';
import type { CompareCell, FairTerms } from '../notebook/spec';
import { MOST_BUDGET, MOST_CODES, MOST_LEVELS } from '../notebook/toCompare';
import { editCell } from '../state/notebookStore';

const LEVELS: ParamSpec = { name: 'numLevels', title: 'Levels', help: 'Codes per item, for every method.', type: 'integer', default: 3, min: 1, max: MOST_LEVELS, group: 'shape' };
const CODES: ParamSpec = { name: 'numCodes', title: 'Codes per level', help: 'Size of every codebook, for every method.', type: 'integer', default: 64, min: 1, max: MOST_CODES, group: 'shape' };
const UNIT: ParamSpec = {
  name: 'unit', title: 'Unit', help: 'Seconds compare what the methods achieve in the same time; steps count batches, Lloyd passes or EM passes.', type: 'choice', default: 'seconds', group: 'training',
  choices: [{ value: 'seconds', title: 'seconds' }, { value: 'steps', title: 'steps' }],
};

export function FairForm({ cell }: { readonly cell: CompareCell }) {
  const { session } = useApp();
  const { fair } = cell.spec;
  const set = (patch: Partial<FairTerms>) => editCell(session.notebook, cell.id, 'compare', (now) => ({ ...now, spec: { ...now.spec, fair: { ...now.spec.fair, ...patch } } }));
  const { unit } = fair.budget;
  const budget: ParamSpec = {
    name: 'budget', title: 'Budget', help: 'What every method may spend on training; a method that is done earlier ends earlier.', type: unit === 'steps' ? 'integer' : 'number',
    default: 20, min: unit === 'steps' ? 1 : 0.1, max: MOST_BUDGET[unit], group: 'training',
  };
  const field = (spec: ParamSpec, value: ParamValue, commit: (value: ParamValue) => void) => (
    <ParamField key={spec.name} spec={spec} value={value} check={(typed) => checkParams([spec], { [spec.name]: typed })[0]?.message ?? ''} onCommit={commit} />
  );
  return (
    <div className="fair" role="group" aria-label="Fair comparison">
      <Tooltip tip="Runs every compared method with the same levels, codes, latent space (the data itself, where a method can code it) and budget. Each method’s own settings stay as they are and come back when this is off.">
        <label className="check fair-switch">
          <input type="checkbox" role="switch" checked={fair.on} onChange={(event) => set({ on: event.target.checked })} /> Compare fairly
        </label>
      </Tooltip>
      {fair.on ? (
        <>
          {field(LEVELS, fair.numLevels, (value) => set({ numLevels: Number(value) }))}
          {field(CODES, fair.numCodes, (value) => set({ numCodes: Number(value) }))}
          {field(budget, fair.budget.value, (value) => set({ budget: { unit, value: Number(value) } }))}
          {field(UNIT, unit, (value) => set({ budget: value === 'steps' ? { unit: 'steps', value: 600 } : { unit: 'seconds', value: 20 } }))}
        </>
      ) : (
        <p className="muted">same levels, codes, latent space and budget for all</p>
      )}
    </div>
  );
}
