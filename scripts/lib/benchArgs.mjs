// The command line of npm run bench as data.
import { parseArgs, UsageError } from './args.mjs';

/** In the order they run. */
export const sections = ['kernels', 'step', 'calls', 'processor', 'growth', 'readers', 'quantizers', 'page', 'map', 'proof', 'values', 'labels', 'retrieval'];
/** Need files or programs of others, take long, and are run only when named. */
export const onlyNamed = ['map', 'proof', 'values', 'labels', 'retrieval'];

export const usage = `Usage: npm run bench -- [FILE] [--quick] [--only ${sections.join(',')}] [--hardware]

Measures in a headless browser; writes bench/results.json and, unless --quick or --smoke, the tables of docs/benchmarks.md.

  FILE          an embedding file for the page times, .npy for example
  --quick       smaller sizes and fewer runs: ends within two minutes on two cores
  --smoke       sizes that only try the machinery; its figures mean nothing
  --only LIST   these sections, in results.json and the document the others stay as they are
  --hardware    WebGPU on the machine's GPU instead of the processor
  calls         what a step of each method asks of the GPU device: submits, passes, dispatches, bind groups, read-backs
  processor     the engine's SIMD kernels with one thread and with the pool beside its plain forms, and beside numpy, scikit-learn and torch where PYTHON (/usr/bin/python3) has them
  map           the map of the items: frames, the engine's answers, UMAP; only when named
  proof         RQ-KMeans and RQ-GMM beside scikit-learn and faiss (bench/peers.json); only when named; needs RESIDUA_SHARED
  values        predictors of a value beside scikit-learn (/usr/bin/python3 or PYTHON); only when named; with RESIDUA_SHARED on real tables too
  labels        predictors of a label on codes of items, and readers of histories, beside scikit-learn and PyTorch (/usr/bin/python3 or PYTHON); only when named; with RESIDUA_SHARED on a real log too
  retrieval     a training step and beam search of generative retrieval beside PyTorch (/usr/bin/python3 or PYTHON); only when named`;

/** { scale, only, hardware, file } or null where help is asked for. */
export function benchJob(argv) {
  const { options, rest } = parseArgs(argv, { quick: 'flag', smoke: 'flag', only: 'value', hardware: 'flag', help: 'flag' });
  if (options.help) return null;
  if (options.quick && options.smoke) throw new UsageError('--quick and --smoke exclude each other.');
  if (rest.length > 1) throw new UsageError(`One file is wanted, but ${rest.length} are given: ${rest.join(', ')}.`);
  const only = options.only === undefined ? sections.filter((section) => !onlyNamed.includes(section)) : options.only.split(',');
  const unknown = only.find((section) => !sections.includes(section));
  if (unknown !== undefined) throw new UsageError(`--only ${unknown}: the sections are ${sections.join(', ')}.`);
  return {
    scale: options.quick ? 'quick' : options.smoke ? 'smoke' : 'full',
    only: sections.filter((section) => only.includes(section)),
    hardware: options.hardware,
    file: rest[0],
  };
}
