/** Methods of any family as rows, metrics as columns under the heads of their groups; below a rule, rows to compare with. The first column stays in sight. */
import type { Finding } from '../../engine/records/basics';
import type { MetricEntry } from '../../engine/records/quantize';
import { ScrollRegion } from '../components/ScrollRegion';
import type { Standing } from './best';
import { RowMarks } from './RowMarks';
import { MarkedCell, MetricHead, classes } from './tableParts';
import type { Printed } from './tableParts';

export interface MethodColumn {
  readonly metric: Pick<MetricEntry, 'key' | 'title' | 'term' | 'meaning' | 'formula' | 'direction'>;
  readonly unit?: string;
  /** Title of its group; columns of a group follow each other. */
  readonly group?: string;
  readonly className?: string;
  readonly standing: Standing;
  /** One value for each row. */
  readonly cells: readonly Printed[];
  /** One for each of the rows to compare with. */
  readonly references?: readonly string[];
}

export interface MethodLine {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  /** One for each seed. */
  readonly results: readonly { readonly stopped: boolean; readonly steps: number; readonly plannedSteps?: number }[];
  readonly findings: readonly Finding[];
}

interface Props {
  readonly label: string;
  readonly className?: string;
  readonly columns: readonly MethodColumn[];
  readonly rows: readonly MethodLine[];
  /** Names of rows that no method of the notebook made. */
  readonly references?: readonly string[];
}

export function MethodTable({ label, className, columns, rows, references = [] }: Props) {
  const several = rows.some(({ results }) => results.length > 1);
  const groups = [...new Set(columns.map(({ group }) => group))];
  const grouped = groups.length > 1;
  const starts = (index: number) => grouped && columns[index]!.group !== columns[index - 1]?.group;
  return (
    <ScrollRegion label={label}>
      <table className={classes('compare', className)}>
        <thead>
          {grouped && (
            <tr className="group-heads">
              <td />
              {groups.map((group) => (
                <th key={group} scope="colgroup" colSpan={columns.filter((column) => column.group === group).length}>
                  {group}
                </th>
              ))}
            </tr>
          )}
          <tr>
            <th scope="col">method</th>
            {columns.map(({ metric, unit, className: look }, index) => (
              <th key={metric.key} scope="col" className={classes(look, starts(index) && 'starts')}>
                <MetricHead metric={metric} several={several} unit={unit} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, name, kind, results, findings }, row) => (
            <tr key={id} className={`hue-${kind}`}>
              <th scope="row">
                <span className="swatch" aria-hidden="true" />
                {name}
                <RowMarks results={results} findings={findings} />
              </th>
              {columns.map(({ metric, standing, cells }, index) => (
                <MarkedCell key={metric.key} metric={metric.key} printed={cells[row]!} standing={standing} index={row} starts={starts(index)} />
              ))}
            </tr>
          ))}
        </tbody>
        {references.length > 0 && (
          <tbody className="references">
            {references.map((name, row) => (
              <tr key={name} className="hue-none">
                <th scope="row">{name}</th>
                {columns.map(({ metric, references: values = [] }) => (
                  <td key={metric.key} data-metric={metric.key}>
                    {values[row]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        )}
      </table>
    </ScrollRegion>
  );
}
