// Programs that the bench runs: notebooks through npm run execute, and scripts of Python.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const PYTHON = process.env.PYTHON ?? '/usr/bin/python3';

/** A folder that lasts as long as `work(folder)`. */
export async function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'residua-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a notebook headless with `files` by name on wasm; what it leaves lies in `out`. Gives results.json. */
export async function executeNotebook({ root, notebook, files, seed, out }) {
  return inFolder(async (folder) => {
    const path = join(folder, 'notebook.json');
    writeFileSync(path, JSON.stringify(notebook));
    const data = Object.entries(files).flatMap(([name, file]) => ['--data', `${name}=${file}`]);
    await runProgram(process.execPath, ['scripts/execute.mjs', path, ...data, '--backend', 'wasm', '--seed', String(seed), '--out', out], root);
    return JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'));
  });
}

/** Runs a script of Python with its job as a file; what it prints is JSON. */
export async function runPython({ root, script, job }) {
  return inFolder(async (folder) => {
    const path = join(folder, 'job.json');
    writeFileSync(path, JSON.stringify(job));
    return JSON.parse(await runProgram(PYTHON, [join(root, script), path], root));
  });
}

/** The standard output. Rejects with the last line said where the program fails. */
function runProgram(program, args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let [output, all] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text) => ((output += text), (all += text)));
    child.stderr.setEncoding('utf8').on('data', (text) => (all += text));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(output) : reject(new Error(`${args[0]} ended with ${code}: ${all.trim().split('\n').at(-1)}`))));
  });
}
