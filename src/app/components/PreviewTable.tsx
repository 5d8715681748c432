/** The first rows and columns of a matrix. */
import type { DatasetSummary } from '../../engine/records/data';
import { formatCount, formatNumber } from '../../viz/format';
import { ScrollRegion } from './ScrollRegion';

export function PreviewTable({ preview, dim }: { readonly preview: DatasetSummary['preview']; readonly dim: number }) {
  const more = dim > preview.columns.length;
  return (
    <ScrollRegion label="First rows">
      <table className="preview">
        <thead>
          <tr>
            <th scope="col">id</th>
            {preview.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
            {more && <th aria-label="more columns">…</th>}
          </tr>
        </thead>
        <tbody>
          {preview.rows.map((row, index) => (
            <tr key={index}>
              <th scope="row">{preview.ids[index] ?? index}</th>
              {row.map((value, column) => (
                <td key={column}>{Number.isInteger(value) ? formatCount(value) : formatNumber(value)}</td>
              ))}
              {more && <td>…</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
