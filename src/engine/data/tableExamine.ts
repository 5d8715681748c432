/** A file read, joined, typed, described and parted, as far as its content and the choices allow. */
import { InputError } from '../errors';
import type { TableChoices, TableInspection } from '../records/table';
import type { Column, NumberColumn, Table } from './column';
import { count } from './limits';
import { farOut, namedOutliers, outlierChoice } from './outliers';
import { asNumbers, asType, takeRows, unitsOf } from './tableCells';
import { completeSplit, defaultFeatures, guessReferences } from './tableChoices';
import { describeColumn, withTarget, type TypedColumn } from './tableColumns';
import { readOwn, withJoined, type ReadFiles, type TableFiles } from './tableFiles';
import { columnNamed } from './tableJoin';
import { inRows } from './tableLimits';
import { previewOf } from './tablePreview';
import { TargetRanking } from './tableRanks';
import { countParts, splitRows } from './tableSplit';
import { describeTarget, guessTarget, passedOver } from './tableTarget';
import { guessType } from './tableTypes';

/** Labels of a feature beyond which a person is told. */
const MANY_LABELS = 10_000;
/** Largest share of missing values that goes without a word. */
const MUCH_MISSING = 0.5;

/** What was found; there is a table or a reason why there is none. */
export interface Examined {
  readonly inspection: TableInspection;
  readonly table?: Table;
  readonly refusal?: unknown;
}

/** Never rejects: what is wrong stands in `refusal`, and the inspection holds whatever was found before and beside it. */
export async function examineTable(files: TableFiles): Promise<Examined> {
  const found = new Found(files);
  try {
    await found.read();
    found.describe();
    found.part();
    return found.outcome();
  } catch (thrown) {
    return found.outcome(thrown);
  }
}

/** The examination in the making: each step needs those before it, and what one finds stays where a later one fails. */
class Found {
  private inspection: TableInspection;
  private readonly warnings: string[] = [];
  /** The first thing that is wrong, where the rest can still be shown. */
  private refusal: InputError | null = null;
  private files: ReadFiles | null = null;
  private columns: TypedColumn[] = [];
  private target: Column | null = null;
  private table: Table | null = null;

  constructor(private readonly asked: TableFiles) {
    const { file, choices } = asked;
    this.inspection = { name: file.name, format: '', bytes: file.size, fileRows: 0, columns: [], choices, preview: { columns: [], rows: [] }, warnings: [] };
  }

  outcome(thrown?: unknown): Examined {
    const refusal = this.refusal ?? thrown;
    const inspection = { ...this.inspection, warnings: this.warnings };
    return { inspection, ...(refusal !== undefined ? { refusal } : this.table && { table: this.table }) };
  }

  async read(): Promise<void> {
    const own = await readOwn(this.asked, this.asked.choices);
    this.files = own;
    this.see({ format: own.format, fileRows: own.fileRows });
    try {
      this.files = await withJoined(own, this.asked);
    } catch (thrown) {
      this.refuse(thrown);
    }
    this.warnings.push(...this.files.notes);
    this.see({ choices: this.files.choices, preview: previewOf(this.files.columns) });
  }

  /** Types and what is known of the columns, with the target where there is one. */
  describe(): void {
    const { columns, rowIndex, joinedNames, choices } = this.files!;
    const named = (name: string): Column => columnNamed(columns, name, this.asked.file.name);
    for (const name of [...Object.keys(choices.types ?? {}), ...(choices.features ?? [])]) this.attempt(() => named(name));
    // A person who chooses a column of whole numbers to predict, or to compare with, means their size.
    const numeric = new Set([choices.target, ...(choices.references ?? [])]);
    this.columns = columns.map((raw) => {
      const guessed = guessType(raw);
      const wanted = numeric.has(raw.name) && raw.type === 'number' ? 'number' : (choices.types?.[raw.name] ?? guessed);
      const typed = this.attempt(() => asType(raw, wanted, rowIndex)) ?? asType(raw, guessed, rowIndex);
      return { raw, typed, guessed, joined: joinedNames.has(raw.name) };
    });
    const plain = this.columns.map(describeColumn);
    this.see({ columns: plain });
    const references = choices.references ?? guessReferences(plain, choices.target);
    const guess = choices.target ?? guessTarget(plain, references);
    const passed = choices.target === undefined ? passedOver(plain, columns, guess) : {};
    const target = passed.meant ?? guess;
    if (passed.named !== undefined && target !== undefined) this.warnings.push(`"${passed.named}" has a usual name for a target, but holds words; "${target}" is predicted instead.`);
    const readings = new Map(this.columns.flatMap(({ raw, typed }) => (typed.type === 'number' ? [[raw.name, unitsOf(raw)] as const] : [])));
    for (const [name, reading] of readings) if (reading) this.warnings.push(`"${name}" ${reading.note}.`);
    const unit = choices.unit ?? (target === undefined ? undefined : readings.get(target)?.unit || undefined);
    this.see({ choices: { ...choices, references, ...(target !== undefined && { target }), ...(unit !== undefined && { unit }) } });
    this.target = this.attempt(() => this.describedTarget(target, named));
    const ranking = this.target?.type === 'number' ? new TargetRanking(this.target.values, columns.length) : null;
    const described = plain.map((about, j) => {
      const { typed } = this.columns[j]!;
      return withTarget(about, typed, target, ranking && about.name !== target ? ranking.of(typed) : { ranks: NaN, ofBest: NaN });
    });
    this.see({ columns: described });
  }

  /** The rows that have a target, parted, with the columns that are wanted. */
  part(): void {
    const { columns } = this.inspection;
    const given = this.inspection.choices;
    const split = completeSplit(given.split, columns, given.target);
    const features = given.features ?? defaultFeatures(columns, given.target, given.references ?? [], split);
    const choices = { ...given, split, features };
    this.see({ choices });
    if (this.target?.type !== 'number') return;
    const values = this.withoutOutliers(this.target, choices);
    const rows = Uint32Array.from(values.keys()).filter((row) => !Number.isNaN(values[row]!));
    const inUse = (column: Column): Column => (rows.length === values.length ? column : takeRows(column, rows));
    const rowIndex = Uint32Array.from(rows, (row) => this.files!.rowIndex[row]!);
    const by = split.how === 'random' ? undefined : this.columns.find(({ raw }) => raw.name === split.column)?.raw;
    const parted = this.attempt(() => splitRows(split, rows.length, by && inUse(by), rowIndex));
    if (parted) {
      this.warnings.push(...parted.notes);
      this.see({ splits: countParts(parted.parts) });
    }
    const chosen = this.attempt(() => this.chosenFeatures(choices));
    const references = (choices.references ?? []).map((name) => this.attempt(() => asNumbers(columnNamed(this.files!.columns, name, this.asked.file.name), this.files!.rowIndex)));
    this.warn(choices, chosen ?? []);
    if (!parted || !chosen) return;
    this.table = {
      name: this.asked.file.name,
      rows: rows.length,
      rowIndex,
      target: asNumbers(inUse({ ...this.target, values }), rowIndex),
      features: chosen.map((column) => inUse(finite(column, this.warnings))),
      references: references.flatMap((column) => (column ? [asNumbers(inUse(column), rowIndex)] : [])),
      parts: parted.parts,
    };
  }

  private describedTarget(target: string | undefined, named: (name: string) => Column): Column {
    const { rowIndex, columns } = this.files!;
    if (target === undefined)
      throw new InputError(
        `${this.asked.file.name} has no numeric column with more than one value, so there is nothing to predict. It has ${columns.slice(0, 12).map(({ name }) => `"${name}"`).join(', ')}.`,
        'Choose a table with a numeric column, or correct the numbers: use a decimal point, and nothing between thousands.',
      );
    const column = asNumbers(named(target), rowIndex);
    const far = farOut(column.values.map((value) => (Number.isNaN(value) ? 0 : Math.abs(value))), rowIndex);
    this.see({ target: { ...describeTarget(target, column.values, rowIndex), ...(far && { outliers: { count: far.count, median: far.median, first: far.first } }) } });
    if (far) this.warnings.push(`The target of ${namedOutliers(far, 'size')} would decide every error: keep, clip or drop such rows.`);
    return column;
  }

  /** The target with outliers clipped to the largest size among the others, or missing, as chosen. */
  private withoutOutliers({ values }: NumberColumn, { outliers }: TableChoices): Float64Array {
    const treat = outlierChoice(outliers);
    const far = treat === 'keep' ? null : farOut(values.map((value) => (Number.isNaN(value) ? 0 : Math.abs(value))), this.files!.rowIndex);
    if (!far) return values;
    const treated = values.slice();
    for (const i of far.positions) treated[i] = treat === 'drop' ? NaN : Math.sign(treated[i]!) * far.limit;
    return treated;
  }

  private chosenFeatures({ features = [], target, references = [] }: TableChoices): Column[] {
    const taken = [...new Set(features)].filter((name) => name !== target && !references.includes(name));
    for (const name of features) if (name === target || references.includes(name)) this.warnings.push(`"${name}" is ${name === target ? 'the target' : 'a reference'}, so it cannot be a feature.`);
    const columns = taken.flatMap((name) => this.columns.find(({ typed }) => typed.name === name)?.typed ?? []);
    if (columns.length > 0) return columns;
    throw new InputError('No column is left to predict from.', 'Choose at least one feature; the reason for leaving a column out is shown beside it.');
  }

  private warn({ target, split, features: given = [], references = [] }: TableChoices, features: readonly Column[]): void {
    const summary = this.inspection.target!;
    const rows = summary.rows + summary.missing;
    if (summary.missing > 0) this.warnings.push(`${count(summary.missing)} of ${count(rows)} rows have no target; they are left out.`);
    if (summary.negativeShare > 0) {
      const share = `${(100 * summary.negativeShare).toPrecision(2)} %`;
      this.warnings.push(`The target is negative in ${share} of the rows: the zero-inflated lognormal predictor refuses it, and the normalised Gini has no meaning.`);
    }
    for (const { name, warning } of this.inspection.columns) if (warning !== '' && given.includes(name)) this.warnings.push(`Feature "${name}": ${warning}`);
    for (const column of features) {
      if (column.type !== 'number' && column.labels.length > MANY_LABELS)
        this.warnings.push(`Feature "${column.name}" has ${count(column.labels.length)} different labels; only the most frequent ones can be learned, the others count as unknown.`);
    }
    const sparse = this.inspection.columns.filter(({ name, missing }) => given.includes(name) && missing > MUCH_MISSING * rows).map(({ name }) => `"${name}"`);
    if (sparse.length > 0) this.warnings.push(`More than half of the values are missing in ${sparse.slice(0, 5).join(', ')}${sparse.length > 5 ? ` and ${sparse.length - 5} more` : ''}.`);
    for (const { name, missing } of this.inspection.columns) if (references.includes(name) && missing > 0) this.warnings.push(`Reference "${name}" is missing in ${inRows(missing)}: it cannot be scored.`);
    const parting = split?.how === 'random' ? undefined : split?.column;
    if (parting !== undefined && parting !== target && given.includes(parting)) this.warnings.push(`"${parting}" splits the rows: as a feature it has values in the test part that training never saw.`);
  }

  private see(more: Partial<TableInspection>): void {
    this.inspection = { ...this.inspection, ...more };
  }

  /** Null where the person's file or choices are at fault; the examination goes on with what is left. */
  private attempt<T>(step: () => T): T | null {
    try {
      return step();
    } catch (thrown) {
      this.refuse(thrown);
      return null;
    }
  }

  private refuse(thrown: unknown): void {
    if (!(thrown instanceof InputError)) throw thrown;
    this.refusal ??= thrown;
  }
}

/** Infinite values are no sizes to learn from. */
export function finite(column: Column, notes: string[]): Column {
  if (column.type !== 'number') return column;
  const infinite = column.values.filter((value) => Math.abs(value) === Infinity).length;
  if (infinite === 0) return column;
  notes.push(`"${column.name}" is infinite in ${inRows(infinite)}; there it counts as missing.`);
  return { ...column, values: column.values.map((value) => (Number.isFinite(value) ? value : NaN)) };
}
