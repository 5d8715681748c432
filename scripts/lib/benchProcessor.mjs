// The processor's road beside libraries of Python on the same machine in the same run: scripts/cpuPeers.py, where Python has them.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../setup.mjs';

const PYTHON = process.env.PYTHON ?? '/usr/bin/python3';

/** { libraries, rows: { name, library, one, all }[] }; no rows where Python or a library is missing. */
export function processorPeers({ scale, log }) {
  const { status, stdout, stderr, error } = spawnSync(PYTHON, [join(projectRoot, 'scripts/cpuPeers.py'), '--runs', scale === 'full' ? '9' : '3'], { encoding: 'utf8', timeout: 600_000 });
  if (status !== 0) {
    log(`peers: not run (${error?.message ?? stderr.trim().split('\n').at(-1)})`);
    return { libraries: {}, rows: [] };
  }
  const peers = JSON.parse(stdout);
  for (const { name, library, one, all } of peers.rows) log(`${name.padEnd(44)} ${library}: one thread ${one.toFixed(2)} ms  all ${all.toFixed(2)}`);
  return peers;
}

/** Milliseconds, the plain form's over the pool's, and the best peer's over ours with as many threads. */
export function processorTable({ rows, peers }) {
  const libraries = [...new Set(peers.rows.map(({ library }) => library))];
  const head = ['work', 'plain form', 'one thread', `${rows[0]?.threads ?? 1} threads`, 'gain', ...libraries.flatMap((library) => [`${library}, one thread`, `${library}, all cores`])];
  const body = rows.map(({ name, plain, alone, pool }) => {
    const found = libraries.flatMap((library) => {
      const peer = peers.rows.find((row) => row.name === name && row.library === library);
      return peer ? [digits(peer.one), digits(peer.all)] : ['', ''];
    });
    return [name, digits(plain), digits(alone), digits(pool), `${(plain / pool).toFixed(1)}x`, ...found];
  });
  const versions = Object.entries(peers.libraries).map(([name, version]) => `${name} ${version}`);
  const words = versions.length > 0 ? `\n\nPeers: ${versions.join(', ')}, after our own figures in the same run.` : '\n\nPeers were not installed.';
  return `${[head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n')}${words}`;
}

function digits(milliseconds) {
  return milliseconds < 10 ? milliseconds.toFixed(2) : milliseconds < 100 ? milliseconds.toFixed(1) : milliseconds.toFixed(0);
}
