/** A quantizer's settings, made from its declared parameters: presets, groups, the rarely needed folded away, the seed. */
import { checkParams, defaultParams } from '../../engine/client';
import type { ParamSpec, ParamValue, QuantizerEntry } from '../../engine/records';
import type { QuantizerCell } from '../notebook/spec';
import { editCell } from '../state/notebookStore';
import { useApp } from './context';
import { ParamField } from './ParamField';

const GROUPS: readonly { readonly key: ParamSpec['group']; readonly title: string }[] = [
  { key: 'shape', title: 'Shape' }, { key: 'training', title: 'Training' }, { key: 'method', title: 'Method' },
];
const SEED: ParamSpec = { name: 'seed', title: 'Seed', help: 'Starts every random choice of this run. The same seed on the same device gives the same codes.', type: 'integer', default: 1, min: 0, max: 2 ** 31 - 1, group: 'training' };

export function ParamForm({ cell, entry }: { readonly cell: QuantizerCell; readonly entry: QuantizerEntry }) {
  const { session } = useApp();
  const { params, seed } = cell.spec;
  const change = (patch: Readonly<Record<string, ParamValue>>) =>
    editCell(session.notebook, cell.id, 'quantizer', (now) => ({ ...now, spec: { ...now.spec, params: { ...now.spec.params, ...patch } } }));
  const setSeed = (next: number) => editCell(session.notebook, cell.id, 'quantizer', (now) => ({ ...now, spec: { ...now.spec, seed: next } }));
  const field = (spec: ParamSpec) => (
    <ParamField
      key={spec.name} spec={spec} value={params[spec.name] ?? spec.default}
      check={(value) => checkParams(entry.params, { ...params, [spec.name]: value }).find((problem) => problem.name === spec.name)?.message ?? ''}
      onCommit={(value) => change({ [spec.name]: value })}
    />
  );
  const advanced = entry.params.filter((spec) => spec.advanced);
  return (
    <div className="form" role="group" aria-label={`Settings of ${cell.name}`}>
      <p className="form-about">
        {entry.summary}
        {entry.presets.length > 0 && (
          <span className="presets">
            {entry.presets.map((preset) => (
              <button key={preset.name} type="button" className="button small" onClick={() => change({ ...defaultParams(entry.params), ...preset.params })}>
                {preset.title}
              </button>
            ))}
          </span>
        )}
      </p>
      <div className="form-groups">
        {GROUPS.map(({ key, title }) => {
          const specs = entry.params.filter((spec) => spec.group === key && !spec.advanced);
          if (specs.length === 0 && key !== 'training') return null;
          return (
            <fieldset key={key}>
              <legend>{title}</legend>
              {specs.map(field)}
              {key === 'training' && (
                <ParamField spec={SEED} value={seed} check={(value) => checkParams([SEED], { seed: value })[0]?.message ?? ''} onCommit={(value) => setSeed(Number(value))} />
              )}
            </fieldset>
          );
        })}
      </div>
      {advanced.length > 0 && (
        <details className="advanced">
          <summary>{advanced.length} more, rarely needed</summary>
          <div className="form-flat">{advanced.map(field)}</div>
        </details>
      )}
    </div>
  );
}
