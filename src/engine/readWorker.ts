/** Reads one file at a time apart from the engine and the page: a file that hangs it or ends it takes nothing else along. */
import { inspectCodes, loadCodes } from './data/codes/codes';
import { loadDataset } from './data/dataset';
import { guessKind } from './data/guessKind';
import { inspectFile } from './data/inspect';
import type { JoinedFile } from './data/joinVectors';
import { labelNumbers } from './data/labels';
import { inspectLog, loadLog } from './data/log/log';
import { metered, type ReadMeter } from './data/readMeter';
import { inspectSequences, loadSequences } from './data/sequences/sequences';
import { inspectTable, loadTable, readLike } from './data/table';
import type { TableFiles } from './data/tableFiles';
import type { RowChoices } from './data/tableReader';
import { TableMemory } from './data/tableMemory';
import { VectorMemory } from './data/vectorMemory';
import { toProblem } from './errors';
import { holdLife } from './lifeline';
import { transferables } from './protocol';
import type { FileAsk, FileIds, FromReader, JoinedAsk, Read, ReadRows, Reads, TableAsk, ToReader } from './readProtocol';

/** Milliseconds between two words of progress, at least. */
const PACE = 100;

const memory = new TableMemory();
const vectors = new VectorMemory();

holdLife(self.name, navigator.locks as LockManager | undefined, (locked) => send({ type: 'alive', locked }));

self.onmessage = async (message: MessageEvent<ToReader>) => {
  if (message.data.type === 'ping') return send({ type: 'alive', locked: false });
  try {
    send({ type: 'answer', answer: await answer(message.data, meter()) });
  } catch (thrown) {
    send({ type: 'refusal', problem: toProblem(thrown) });
  }
};

function answer(word: Exclude<ToReader, { type: 'ping' }>, meter: ReadMeter): Promise<Reads[Read]['answer']> {
  switch (word.type) {
    case 'guessKind':
      return guessKind(metered(word.ask.file, meter));
    case 'inspect':
      return inspectFile(metered(word.ask.file, meter), word.ask.choices, joinedFile(word.ask, meter), (choices, read) => vectors.read(word.ask.id, choices, read));
    case 'load':
      return load(word.ask, meter);
    case 'inspectTable':
      return inspectTable(remembered(word.ask, meter));
    case 'loadTable':
      // The columns move to the engine, so that none of them may stay here.
      return loadTable(remembered(word.ask, meter)).finally(() => memory.forget());
    case 'inspectLog':
      return inspectLog(rememberedAs(word.ask, meter));
    case 'loadLog':
      return loadLog(rememberedAs(word.ask, meter));
    case 'inspectSequences':
      return inspectSequences(rememberedAs(word.ask, meter));
    case 'loadSequences':
      return loadSequences(rememberedAs(word.ask, meter));
    case 'inspectCodes':
      return inspectCodes(metered(word.ask.file, meter), word.ask.choices);
    case 'loadCodes':
      return loadCodes(metered(word.ask.file, meter), word.ask.choices);
    case 'readLike':
      return readLike(files(word.ask, meter), word.ask.like);
  }
}

async function load({ file, choices, like, id, joined }: Reads['load']['ask'], meter: ReadMeter): Promise<ReadRows> {
  const { data, prepared, ...kept } = await loadDataset(metered(file, meter), choices, like, joinedFile({ ...(joined && { joined }) }, meter), (asked, read) => vectors.take(id, asked, read));
  // Rows read as others were bring no labels: the file that holds them may be joined to the others alone.
  const labels = like ? null : labelNumbers(kept.metadata, choices.labelColumn);
  return { held: { data, rows: kept.summary.rows, dim: kept.summary.dim, labels }, kept, prepared };
}

/** Read once, whatever is chosen of its columns. */
function joinedFile({ joined }: JoinedAsk, meter: ReadMeter): JoinedFile | undefined {
  return joined && { file: metered(joined.file, meter), read: (file, rows) => memory.read(joined.id, file, rows) };
}

function files({ file, joined, choices }: TableAsk, meter: ReadMeter): TableAsk {
  return { file: metered(file, meter), choices, ...(joined && { joined: metered(joined, meter) }) };
}

/** Files of which nothing is read twice. */
function remembered(ask: TableAsk & { readonly ids: FileIds }, meter: ReadMeter): TableFiles {
  const own = files(ask, meter);
  return { ...own, read: (file, rows) => memory.read((file === own.joined ? ask.ids.joined : undefined) ?? ask.ids.file, file, rows) };
}

/** A file of which nothing is read twice. */
function rememberedAs<Choices>({ file, choices, id }: FileAsk<Choices>, meter: ReadMeter) {
  return { file: metered(file, meter), choices, read: (each: File, rows: RowChoices) => memory.read(id, each, rows) };
}

/** Sums what is taken, and tells it while it goes on. */
function meter(): ReadMeter {
  const sum = { bytes: 0, size: 0 };
  let told = 0;
  return {
    grew: (bytes) => void (sum.size += bytes),
    took(bytes) {
      sum.bytes += bytes;
      const now = performance.now();
      if (now - told < PACE) return;
      told = now;
      send({ type: 'progress', ...sum });
    },
  };
}

function send(word: FromReader): void {
  self.postMessage(word, { transfer: word.type === 'answer' ? transferables(word.answer) : [] });
}
