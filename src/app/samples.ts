/** The bundled samples and the first notebook, fetched from beside the page; the page's own server is the only one it speaks to. */

interface SampleBase {
  readonly id: string;
  readonly title: string;
  /** One sentence: what it is and why look at it. */
  readonly sentence: string;
  /** Below `samples/`. */
  readonly file: string;
  readonly rows: number;
}
export interface VectorSample extends SampleBase {
  readonly kind?: undefined;
  readonly dim: number;
}
export interface TableSample extends SampleBase {
  readonly kind: 'table';
  readonly columns: number;
}
export interface LogSample extends SampleBase {
  readonly kind: 'log';
  readonly columns: number;
}
export interface SequencesSample extends SampleBase {
  readonly kind: 'sequences';
  readonly columns: number;
}
export interface CodesSample extends SampleBase {
  readonly kind: 'codes';
  readonly levels: number;
}
/** One entry of samples/samples.json: vectors to quantize, rows with a value to predict, events of users with items, items of users in order, or codes of items. */
export type Sample = VectorSample | TableSample | LogSample | SequencesSample | CodesSample;

/** A notebook that comes with the page; `?notebook=ID` in the address opens it. */
export interface SampleNotebook {
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  /** Below `samples/`. */
  readonly file: string;
}

const FOLDER = 'samples/';

/** The first is the document of a first visit. */
export const NOTEBOOKS: readonly SampleNotebook[] = [
  {
    id: 'compare-quantizers', title: 'Compare quantizers', file: 'notebooks/compare-quantizers.json',
    sentence: 'RQ-KMeans, RQ-VAE, R3-VAE, RQ-GMM and Even RQ on the same vectors: errors, codes in use, semantic IDs.',
  },
  {
    id: 'residual-quantization', title: 'Lesson: residual quantization', file: 'notebooks/residual-quantization.json',
    sentence: 'Eight short steps in a plane: cells, what is left, sums of codes, bits, Gaussians, and how codes collapse. Each checks itself.',
  },
  {
    id: 'continuous-values', title: 'Continuous values', file: 'notebooks/continuous-values.json',
    sentence: 'RQ-Reg predicts how long a video is watched, coarse to fine, and is compared with simpler ways to predict a number.',
  },
  {
    id: 'ctr', title: 'Clicks on semantic IDs', file: 'notebooks/ctr.json',
    sentence: 'Do codes of items help to predict clicks? Two networks read the codes of several quantizers, beside the same codes shuffled.',
  },
  {
    id: 'instance-tokens', title: 'Instances as tokens', file: 'notebooks/instance-tokens.json',
    sentence: 'IAT turns each past event of a user into a small vector; a second model reads them, and says what the history is worth.',
  },
  {
    id: 'published-ids', title: 'Published IDs', file: 'notebooks/published-ids.json',
    sentence: 'Semantic IDs made elsewhere, read from a file and judged beside the codes of quantizers trained here.',
  },
  {
    id: 'retrieval', title: 'Generative retrieval', file: 'notebooks/retrieval.json',
    sentence: 'Which semantic IDs help to find the next item? A small network writes IDs, beside floors that read none and shuffled ones.',
  },
  {
    id: 'even-codes', title: 'Even codes', file: 'notebooks/even-codes.json',
    sentence: 'Even RQ charges for crowded codes: what an even use of all codes costs in error, swept over the charge.',
  },
  {
    id: 'items', title: 'See the items', file: 'notebooks/items.json',
    sentence: 'Products with titles: a map that moves level by level, the tree of their IDs, and which of them share an ID.',
  },
];

export async function fetchSamples(base: string): Promise<readonly Sample[]> {
  return (await json(await get(`${FOLDER}samples.json`, base))) as readonly Sample[];
}

/** The document of a first visit, as stored. */
export async function fetchFirstNotebook(base: string): Promise<unknown> {
  return fetchNotebook(NOTEBOOKS[0]!.id, base);
}

/** A notebook that comes with the page, as stored. Rejects in words where there is none of this id. */
export async function fetchNotebook(id: string, base: string): Promise<unknown> {
  const found = NOTEBOOKS.find((candidate) => candidate.id === id);
  if (!found) throw problem(`There is no sample notebook "${id}".`, `Known: ${NOTEBOOKS.map((known) => known.id).join(', ')}.`);
  return json(await get(FOLDER + found.file, base));
}

/** A notebook asked for by `?notebook=ID`, with the samples of its tables, so that it opens whole or not at all. Rejects in words where either cannot be fetched. */
export async function fetchAsked(id: string, base: string): Promise<{ readonly notebook: unknown; readonly samples: ReadonlyMap<string, File> }> {
  const [notebook, samples] = await Promise.all([fetchNotebook(id, base), fetchSamples(base)]);
  const { cells = [] } = notebook as { readonly cells?: readonly { readonly spec?: { readonly sample?: string } }[] };
  const needed = [...new Set(cells.flatMap(({ spec }) => spec?.sample ?? []))];
  return { notebook, samples: new Map(await Promise.all(needed.map(async (sample) => [sample, await fetchSample(samples, sample, base)] as const))) };
}

/** A sample as the file a person could have dropped. Its date is fixed, so its results stay valid from visit to visit. */
export async function fetchSample(samples: readonly Sample[], id: string, base: string): Promise<File> {
  const sample = samples.find((candidate) => candidate.id === id);
  if (!sample) throw problem(`There is no sample "${id}".`, `Known: ${samples.map((known) => known.id).join(', ')}.`);
  const response = await get(FOLDER + sample.file, base);
  return new File([await response.blob()], sample.file.split('/').at(-1)!, { lastModified: 0 });
}

async function get(path: string, base: string): Promise<Response> {
  const response = await fetch(new URL(path, base)).catch(() => {
    throw problem(`${path} could not be fetched: the server of this page does not answer.`, `${globalThis.navigator?.onLine === false ? 'You are offline: connect' : 'Check that it runs and that you are online'}, then try again; a file of your own needs no server.`);
  });
  if (!response.ok) throw problem(`${path} could not be fetched (HTTP ${response.status}).`, 'Reload the page, or drop a file of your own.');
  // Many servers answer what they lack with the page itself.
  if (response.headers.get('content-type')?.includes('text/html')) throw problem(`${path} is not on the server of this page; it answered with a page.`, 'Serve the whole of dist/, or drop a file of your own.');
  return response;
}

/** @throws Problem where it is not JSON, such as a file cut off */
async function json(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    throw problem(`${response.url} is incomplete: it is not valid JSON.`, 'Reload the page.');
  }
}

function problem(message: string, hint: string): Error {
  return Object.assign(new Error(message), { name: 'input', hint });
}
