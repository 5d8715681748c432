/** One line of text as fields, for files in which a quote is a character like any other. */

/** Cut at every delimiter; a field that is wholly in quotes loses them. A space stands for any run of spaces and tabs. */
export function rawFields(line: string, delimiter: string): string[] {
  if (delimiter === '') return [line];
  const fields = delimiter === ' ' ? line.trim().split(/[ \t]+/) : line.split(delimiter);
  return line.includes('"') ? fields.map(unquoted) : fields;
}

/** A word, which may hold blanks and quotes, and the last `dim` numbers of the line; fewer fields where the line has fewer. */
export function wordFields(line: string, dim: number): string[] {
  const fields = line.replace(/[ \t]+$/, '').split(/[ \t]+/);
  const word = fields.length - dim;
  return word <= 1 ? fields : [fields.slice(0, word).join(' '), ...fields.slice(word)];
}

/** Cut at delimiters outside of brackets. */
export function bracketFields(line: string, delimiter: string): string[] {
  if (delimiter === '') return [line.trim()];
  const fields: string[] = [];
  let [depth, start] = [0, 0];
  for (let i = 0; i < line.length; i++) {
    const letter = line[i]!;
    if (letter === '[' || letter === '(') depth++;
    else if (letter === ']' || letter === ')') depth--;
    else if (depth === 0 && (letter === delimiter || (delimiter === ' ' && letter === '\t'))) {
      fields.push(line.slice(start, i));
      start = i + 1;
    }
  }
  fields.push(line.slice(start));
  return delimiter === ' ' ? fields.filter((field) => field !== '').map(unquoted) : fields.map(unquoted);
}

/** The text without its first lines that are not blank. */
export async function* dropLines(blocks: AsyncGenerator<string>, lines: number): AsyncGenerator<string> {
  let left = lines;
  let held = '';
  for await (const block of blocks) {
    let text = held + block;
    held = '';
    while (left > 0) {
      const end = text.indexOf('\n');
      if (end < 0) break;
      if (text.slice(0, end).trim() !== '') left--;
      text = text.slice(end + 1);
    }
    if (left > 0) held = text;
    else yield text;
  }
}

function unquoted(field: string): string {
  const text = field.trim();
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : field;
}
