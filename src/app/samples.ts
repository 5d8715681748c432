/** The bundled samples and the first notebook, fetched from beside the page; the page's own server is the only one it speaks to. */

/** One entry of samples/samples.json. */
export interface Sample {
  readonly id: string;
  readonly title: string;
  /** One sentence: what it is and why look at it. */
  readonly sentence: string;
  /** Below `samples/`. */
  readonly file: string;
  readonly rows: number;
  readonly dim: number;
}

const FOLDER = 'samples/';
const FIRST_NOTEBOOK = `${FOLDER}notebooks/compare-quantizers.json`;

export async function fetchSamples(base: string): Promise<readonly Sample[]> {
  return (await (await get(`${FOLDER}samples.json`, base)).json()) as readonly Sample[];
}

/** The document of a first visit, as stored. */
export async function fetchFirstNotebook(base: string): Promise<unknown> {
  return (await get(FIRST_NOTEBOOK, base)).json();
}

/** A sample as the file a person could have dropped. Its date is fixed, so its results stay valid from visit to visit. */
export async function fetchSample(samples: readonly Sample[], id: string, base: string): Promise<File> {
  const sample = samples.find((candidate) => candidate.id === id);
  if (!sample) throw problem(`There is no sample "${id}".`, `Known: ${samples.map((known) => known.id).join(', ')}.`);
  const response = await get(FOLDER + sample.file, base);
  return new File([await response.blob()], sample.file.split('/').at(-1)!, { lastModified: 0 });
}

async function get(path: string, base: string): Promise<Response> {
  const response = await fetch(new URL(path, base));
  if (!response.ok) throw problem(`${path} could not be fetched (HTTP ${response.status}).`, 'Reload the page, or drop a file of your own.');
  return response;
}

function problem(message: string, hint: string): Error {
  return Object.assign(new Error(message), { name: 'input', hint });
}
