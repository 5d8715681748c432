// Command lines as data: options with and without values, repeated ones, and errors that name what was wrong.

/** The command line is wrong: the caller prints the usage and exits with 2. */
export class UsageError extends Error {}

/**
 * Reads `--name value`, `--name=value` and `--flag`. `spec` maps an option to 'flag', 'value' or 'list' (a value that may be repeated).
 * Returns { options, rest }: flags are booleans, values strings or undefined, lists arrays; rest holds what is no option.
 */
export function parseArgs(argv, spec) {
  const options = Object.fromEntries(
    Object.entries(spec).map(([name, kind]) => [name, kind === 'flag' ? false : kind === 'list' ? [] : undefined]),
  );
  const rest = [];
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i];
    if (!word.startsWith('--')) {
      rest.push(word);
      continue;
    }
    const equals = word.indexOf('=');
    const name = word.slice(2, equals < 0 ? undefined : equals);
    if (!Object.hasOwn(spec, name)) throw new UsageError(`There is no option --${name}.`);
    if (spec[name] === 'flag') {
      if (equals >= 0) throw new UsageError(`--${name} takes no value.`);
      options[name] = true;
      continue;
    }
    const value = equals < 0 ? argv[++i] : word.slice(equals + 1);
    if (value === undefined || value === '' || (equals < 0 && value.startsWith('--'))) throw new UsageError(`--${name} needs a value.`);
    if (spec[name] === 'list') options[name].push(value);
    else if (options[name] !== undefined) throw new UsageError(`--${name} is given twice.`);
    else options[name] = value;
  }
  return { options, rest };
}

/** "NAME=FILE" as { name, file }. */
export function parseData(text) {
  const equals = text.indexOf('=');
  if (equals < 1 || equals === text.length - 1) throw new UsageError(`--data ${text}: write NAME=FILE, such as items=vectors.npy.`);
  return { name: text.slice(0, equals), file: text.slice(equals + 1) };
}

/** "CELL.PARAM=VALUE" as { cell, param, value }. The value stays text: the page knows the type of each parameter. */
export function parseSetting(text) {
  const match = /^(?<cell>[^=]+)\.(?<param>[^.=]+)=(?<value>.*)$/s.exec(text);
  if (!match) throw new UsageError(`--set ${text}: write CELL.PARAM=VALUE, such as rqvae.steps=2000.`);
  const { cell, param, value } = match.groups;
  return { cell, param, value };
}

/** A whole number in a range, or a UsageError that names the option. */
export function parseWhole(name, text, min, max) {
  const value = /^-?\d+$/.test(text) ? Number(text) : NaN;
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new UsageError(`--${name} is ${text}; it must be a whole number from ${min} to ${max}.`);
  }
  return value;
}

/** Runs a script's main and turns what it throws into one line and an exit code: 2 with the usage for a wrong command line, else 1. */
export async function runMain(main, usage) {
  try {
    process.exitCode = (await main(process.argv.slice(2))) ?? 0;
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`${error.message}\n\n${usage}`);
      process.exitCode = 2;
    } else {
      console.error(error instanceof Error ? error.message : String(error));
      process.exitCode = 1;
    }
  }
}
