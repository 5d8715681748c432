/** A quantizer's settings, made from its declared parameters: presets, groups, the rarely needed folded away, the seeds. */
import { checkParams, defaultParams } from '../../engine/client';
import type { ParamSpec, ParamValue, QuantizerEntry } from '../../engine/records';
import { seedsOf, withSeeds } from '../notebook/spec';
import type { QuantizerCell } from '../notebook/spec';
import { editCell } from '../state/notebookStore';
import { CheckpointFields } from './CheckpointFields';
import { useApp } from './context';
import { ParamField } from './ParamField';
import { SeedsField } from './SeedsField';

const GROUPS: readonly { readonly key: ParamSpec['group']; readonly title: string }[] = [
  { key: 'shape', title: 'Shape' }, { key: 'training', title: 'Training' }, { key: 'method', title: 'Method' },
];

export function ParamForm({ cell, entry }: { readonly cell: QuantizerCell; readonly entry: QuantizerEntry }) {
  const { session } = useApp();
  const { params } = cell.spec;
  const change = (patch: Readonly<Record<string, ParamValue>>) =>
    editCell(session.notebook, cell.id, 'quantizer', (now) => ({ ...now, spec: { ...now.spec, params: { ...now.spec.params, ...patch } } }));
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
                <SeedsField seeds={seedsOf(cell)} onCommit={(seeds) => editCell(session.notebook, cell.id, 'quantizer', (now) => withSeeds(now, seeds))} />
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
      <CheckpointFields />
    </div>
  );
}
