/** The first rows of a table as they stand in the file. */
import { ScrollRegion } from './ScrollRegion';

interface Props {
  readonly preview: { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };
  readonly label?: string;
}

export function RowsPreview({ preview, label = 'First rows' }: Props) {
  return (
    <ScrollRegion label={label}>
      <table className="preview">
        <thead>
          <tr>
            {preview.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.map((row, index) => (
            <tr key={index}>
              {row.map((value, column) => (
                <td key={column}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
