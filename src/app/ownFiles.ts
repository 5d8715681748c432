/** A notebook made for samples, as it is for files of one's own: what names columns or items of a sample gives way. */
import { withoutCell } from './notebook/graph';
import type { Cell, Notebook } from './notebook/spec';

/** What of a dataset's choices names no column. */
const PLAIN: readonly string[] = ['sampleRows', 'sampleSeed', 'preprocessing', 'badRows', 'outliers'];

/**
 * The notebook for files of one's own under these data names: where a cell stands on a bundled sample, everything that names columns of the sample (target, label,
 * features, ids, unit) gives way to guesses; a random split of a table and the parts of a log stay as they are. Codes
 * of one's own are not joined to the vectors of a sample. Vectors and codes of a sample are of no use to sequences of one's own: their cells go, with all that cannot be without them.
 */
export function withoutSampleChoices(given: Notebook, names: readonly string[]): Notebook {
  const notebook = withoutOthers(given, names);
  return {
    ...notebook,
    cells: notebook.cells.map((cell): Cell => {
      if (!('sample' in cell.spec) || cell.spec.sample === undefined || !names.includes(cell.spec.data)) return cell;
      if (cell.mode === 'log') {
        const { sample: _, choices: { split }, ...spec } = cell.spec;
        return { ...cell, spec: { ...spec, choices: split ? { split } : {} } };
      }
      if (cell.mode === 'sequences') {
        const { sample: _, leftOut: __, ...spec } = cell.spec;
        return { ...cell, spec: { ...spec, choices: {} } };
      }
      if (cell.mode === 'codes') {
        const { sample: _, ...spec } = cell.spec;
        const { rows, ...inputs } = cell.inputs;
        const vectors = notebook.cells.find(({ id }) => id === rows);
        const others = vectors?.mode === 'dataset' && vectors.spec.sample !== undefined && !names.includes(vectors.spec.data);
        return { ...cell, inputs: others ? inputs : cell.inputs, spec: { ...spec, choices: {} } };
      }
      if (cell.mode === 'dataset') {
        const { sample: _, choices, ...spec } = cell.spec;
        return { ...cell, spec: { ...spec, choices: Object.fromEntries(Object.entries(choices).filter(([name]) => PLAIN.includes(name))) } };
      }
      if (cell.mode !== 'table') return cell;
      const { sample: _, choices: { split }, ...spec } = cell.spec;
      return { ...cell, spec: { ...spec, choices: split && (split.how ?? 'random') === 'random' ? { split } : {} } };
    }),
  };
}

/** A cell of sequences reads its test cases from the data "test" where that is given and no cell reads it. */
export function withTestData(notebook: Notebook, names: readonly string[]): Notebook {
  const read = notebook.cells.some(({ spec }) => ('data' in spec && spec.data === TEST_DATA) || ('joinData' in spec && spec.joinData === TEST_DATA) || ('testData' in spec && spec.testData === TEST_DATA));
  const first = notebook.cells.find(({ mode }) => mode === 'sequences');
  if (read || !first || !names.includes(TEST_DATA)) return notebook;
  return { ...notebook, cells: notebook.cells.map((cell): Cell => (cell === first && cell.mode === 'sequences' ? { ...cell, spec: { ...cell.spec, testData: TEST_DATA } } : cell)) };
}

const TEST_DATA = 'test';

function withoutOthers(notebook: Notebook, names: readonly string[]): Notebook {
  const own = notebook.cells.some((cell) => cell.mode === 'sequences' && cell.spec.sample !== undefined && names.includes(cell.spec.data));
  if (!own) return notebook;
  const others = notebook.cells.filter((cell) => (cell.mode === 'dataset' || cell.mode === 'codes') && cell.spec.sample !== undefined && !names.includes(cell.spec.data));
  return others.reduce((rest, { id }) => withoutCell(rest, id), notebook);
}
