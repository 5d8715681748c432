/** A method's settings, made from its declared parameters: presets, groups, the rarely needed folded away, the seeds. */
import type { ReactNode } from 'react';
import { checkParams, defaultParams } from '../../engine/client';
import type { Params, ParamSpec } from '../../engine/records/params';
import type { QuantizerEntry } from '../../engine/records/quantize';
import { ParamField } from './ParamField';
import { SeedsField } from './SeedsField';

const GROUPS: readonly { readonly key: ParamSpec['group']; readonly title: string }[] = [
  { key: 'shape', title: 'Shape' }, { key: 'training', title: 'Training' }, { key: 'method', title: 'Method' },
];

interface Props {
  /** Of the cell. */
  readonly name: string;
  readonly params: Params;
  readonly entry: Pick<QuantizerEntry, 'summary' | 'params' | 'presets'>;
  onChange(patch: Params): void;
  readonly seeds: readonly number[];
  onSeeds(seeds: readonly number[]): void;
  /** Below the parameters. */
  readonly children?: ReactNode;
}

export function ParamForm({ name, params, entry, onChange, seeds, onSeeds, children }: Props) {
  const field = (spec: ParamSpec) => (
    <ParamField
      key={spec.name} spec={spec} value={params[spec.name] ?? spec.default}
      check={(value) => checkParams(entry.params, { ...params, [spec.name]: value }).find((problem) => problem.name === spec.name)?.message ?? ''}
      onCommit={(value) => onChange({ [spec.name]: value })}
    />
  );
  const advanced = entry.params.filter((spec) => spec.advanced);
  return (
    <div className="form" role="group" aria-label={`Settings of ${name}`}>
      <p className="form-about">
        {entry.summary}
        {entry.presets.length > 0 && (
          <span className="presets">
            {entry.presets.map((preset) => (
              <button key={preset.name} type="button" className="button small" onClick={() => onChange({ ...defaultParams(entry.params), ...preset.params })}>
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
              {key === 'training' && <SeedsField seeds={seeds} onCommit={onSeeds} />}
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
      {children}
    </div>
  );
}
