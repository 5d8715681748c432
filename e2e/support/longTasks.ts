/** How long the page's own thread works in one piece, by the browser's trace. */
import type { Browser, Page } from '@playwright/test';

export interface LongTask {
  /** Milliseconds of processor time, and by the clock. */
  readonly work: number;
  readonly wall: number;
  /** The longest parts of it, as the browser names them. */
  readonly parts: readonly string[];
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args: { readonly name?: string; readonly data?: { readonly functionName?: string } };
}

export function startWatch(browser: Browser, page: Page): Promise<void> {
  return browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline'] });
}

/**
 * Tasks of the page's threads above `longest` milliseconds since the watch began, and the milliseconds that one in a thousand takes or more.
 * What counts is processor time: by the clock a task of 10 ms takes 100 when other programs hold the core, which is nothing the page can do
 * anything about. A virtual machine whose host takes the core away counts that as the thread's own time all the same: a few long tasks among
 * thousands say nothing of the page.
 */
export async function longTasks(browser: Browser, longest: number): Promise<{ readonly tasks: number; readonly long: LongTask[]; readonly oneInThousand: number }> {
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString('utf8')) as { traceEvents: TraceEvent[] };
  const threads = new Set(traceEvents.filter((event) => event.name === 'thread_name' && event.args.name === 'CrRendererMain').map(threadOf));
  const events = traceEvents.filter((event) => event.ph === 'X' && threads.has(threadOf(event)));
  const tasks = events.filter((event) => event.name.endsWith('RunTask'));
  const long = tasks.filter((task) => work(task) > longest * 1000).map((task) => ({
    work: work(task) / 1000,
    wall: task.dur! / 1000,
    parts: events.filter((part) => part.tid === task.tid && part.ts > task.ts && end(part) <= end(task) && work(part) > work(task) / 10 && !part.name.endsWith('RunTask'))
      .map((part) => `${part.name} ${part.args.data?.functionName ?? ''} ${Math.round(work(part) / 1000)} ms`),
  }));
  const ascending = tasks.map(work).sort((a, b) => a - b);
  return { tasks: tasks.length, long, oneInThousand: (ascending[Math.floor(0.999 * ascending.length)] ?? 0) / 1000 };
}

function threadOf(event: TraceEvent): string {
  return `${event.pid}.${event.tid}`;
}

/** Microseconds; by the clock where the system does not count threads' time. */
function work(event: TraceEvent): number {
  return event.tdur ?? event.dur ?? 0;
}

function end(event: TraceEvent): number {
  return event.ts + (event.dur ?? 0);
}
