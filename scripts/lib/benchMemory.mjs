// Memory of the browser's page and GPU processes, from outside: what a page itself can ask for leaves out the GPU process.
import { readFileSync } from 'node:fs';

const COUNTED = ['renderer', 'GPU'];

/** Resident bytes of the renderer and GPU processes of { type, id }; null where the system has no /proc. */
export function residentBytes(processes) {
  let total = 0;
  for (const { type, id } of processes) {
    if (!COUNTED.includes(type)) continue;
    const bytes = residentOf(id);
    if (bytes === null) return null;
    total += bytes;
  }
  return total;
}

/** The largest resident size seen while `work` runs; { result, peak }. */
export async function peakDuring(processes, work) {
  let peak = residentBytes(processes);
  const timer = setInterval(() => {
    const now = residentBytes(processes);
    if (now !== null && peak !== null) peak = Math.max(peak, now);
  }, 20);
  try {
    const result = await work();
    return { result, peak };
  } finally {
    clearInterval(timer);
  }
}

function residentOf(id) {
  try {
    const found = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'));
    return found ? Number(found[1]) * 1024 : null;
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return null; // no /proc here, or the process has ended
    throw error;
  }
}
