/** The rules of the house that lint cannot see: worker and dynamic imports, layers, siblings, cycles, sizes, chance and the network. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const mostLines = 400;

/**
 * An import, of types too, may only point to a layer as low or lower. Every file has its layer: by its folder, or by itself where it lies at a room's root. What is not named
 * stands on top.
 */
const layers: Readonly<Record<string, readonly (readonly string[])[]>> = {
  engine: [
    ['engine/math', 'engine/errors', 'engine/records', 'engine/params'],
    ['engine/gpu', 'engine/cpu'],
    ['engine/kernels'],
    ['engine/ops'],
    ['engine/nn'],
    ['engine/metrics', 'engine/data', 'engine/export', 'engine/lifeline'],
    ['engine/checkpoints', 'engine/runs', 'engine/quantizers', 'engine/predictors', 'engine/repair', 'engine/items'],
    ['engine/catalog', 'engine/protocol', 'engine/readProtocol'],
    ['engine/readings', 'engine/umap', 'engine/umapWorker', 'engine/client', 'engine/held', 'engine/trainer', 'engine/worker', 'engine/readWorker'],
  ],
  app: [
    ['app/notebook', 'app/runs', 'app/shortcuts'],
    ['app/output'],
    ['app/state', 'app/samples'],
    ['app/components'],
    ['app/cells'],
    ['app/page'],
  ],
};

interface Import {
  readonly target: string;
  /** How it is written: an import, a dynamic import(), or a file named by new URL(..., import.meta.url). */
  readonly by: 'import' | 'dynamic' | 'url';
  readonly typeOnly: boolean;
}

interface Module {
  /** "engine/math/random.ts" */
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  /** What is wrong within the file itself, in words. */
  readonly faults: readonly string[];
}

const source = fileURLToPath(new URL('.', import.meta.url));
const modules = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(ts|tsx|css|wgsl)$/.test(path))
  .map((path) => parse(path.split(sep).join('/'), readFileSync(join(source, path), 'utf8')));

describe('src', () => {
  it('is read at all', () => {
    expect(modules.length).toBeGreaterThan(50);
    expect(modules.some((module) => module.imports.length > 0)).toBe(true);
  });

  it('keeps every import, dynamic ones and workers included, within its room', () => {
    expect(modules.filter((module) => !isTest(module)).flatMap(trespasses)).toEqual([]);
  });

  it('lets engine and page import downwards only', () => {
    expect(modules.filter((module) => !isTest(module)).flatMap(upwardImports)).toEqual([]);
  });

  it('keeps siblings apart: no quantizer, predictor, metric or view knows another', () => {
    expect(siblingImports(modules)).toEqual([]);
  });

  it('has no import cycle', () => {
    expect(findCycles(modules)).toEqual([]);
  });

  it('has no barrel, no long file, no unseeded chance and no address of another machine', () => {
    const long = modules.filter((module) => module.lines > mostLines).map((module) => `${module.path} has ${module.lines} lines; ${mostLines} is the most`);
    const barrels = modules.filter((module) => /(^|\/)index\.tsx?$/.test(module.path)).map((module) => `${module.path} is a barrel`);
    expect([...barrels, ...long, ...modules.flatMap((module) => module.faults)]).toEqual([]);
  });
});

describe('these rules', () => {
  it('see what they are for', () => {
    const worker = parse('app/a.ts', "new Worker(new URL('../engine/worker.ts', import.meta.url), { type: 'module' });");
    expect(trespasses(worker)).toEqual(['app/a.ts reaches engine/worker.ts (url)']);
    expect(trespasses(parse('viz/a.ts', "const m = await import('../app/App');"))).toEqual(['viz/a.ts reaches app/App (dynamic)']);
    expect(trespasses(parse('viz/a.ts', "import { x } from '../engine/records/basics';"))).toEqual(['viz/a.ts reaches engine/records/basics (import)']);
    expect(trespasses(parse('engine/a.ts', "export * as d from 'd3-array';"))).toEqual(['engine/a.ts reaches d3-array (import)']);
    expect(trespasses(parse('app/a.ts', "import { x } from '../engine/client'; import type { R } from '../engine/records/basics';"))).toEqual([]);
    expect(trespasses(parse('viz/a.ts', "import type { R } from '../engine/records/basics'; import { scaleLinear } from 'd3';"))).toEqual([]);

    expect(upwardImports(parse('engine/math/a.ts', "import { x } from '../nn/b';"))).toEqual(['engine/math/a.ts imports upwards: engine/nn/b']);
    expect(upwardImports(parse('engine/nn/a.ts', "import { x } from '../math/b'; import { y } from './c';"))).toEqual([]);
    expect(upwardImports(parse('engine/data/a.ts', "import type { X } from '../predictors/b';"))).toHaveLength(1);
    expect(upwardImports(parse('engine/protocol.ts', "import type { X } from './worker';"))).toHaveLength(1);
    expect(upwardImports(parse('engine/data/a.ts', "import type { X } from '../unnamed';"))).toHaveLength(1);
    expect(upwardImports(parse('app/components/a.tsx', "import { X } from '../cells/b';"))).toHaveLength(1);

    const cycle = [parse('a.ts', "import { b } from './b';"), parse('b.ts', "export { c } from './c';"), parse('c.tsx', "import { a } from './a';")];
    expect(findCycles(cycle)).toEqual(['a.ts -> b.ts -> c.tsx -> a.ts']);
    expect(findCycles([parse('a.ts', "import type { B } from './b';"), parse('b.ts', "import { a } from './a';")])).toEqual(['a.ts -> b.ts -> a.ts']);

    const text = "Math.random(); fetch('https://a.org/x'); new URL(`http://a.org`); export * from './x'; import('http://a.org/y.js');";
    expect(parse('a.ts', text).faults).toHaveLength(5);
    expect(parse('a.ts', "// Math.random, fetch('https://a.org')\nel('http://www.w3.org/2000/svg');").faults).toEqual([]);

    const kinds = [parse('engine/quantizers/a/kind.ts', "import { x } from './a';"), parse('engine/quantizers/b/kind.ts', '')];
    expect(siblingImports([...kinds, parse('engine/quantizers/a/a.ts', "import { x } from '../b/params';")])).toHaveLength(1);
    expect(siblingImports([...kinds, parse('engine/quantizers/a/a.ts', "import { x } from './params'; import { y } from '../kMeans';")])).toEqual([]);
    const views = [parse('viz/a.ts', "import { b } from './b';"), parse('viz/a.fixture.ts', ''), parse('viz/b.ts', ''), parse('viz/b.fixture.ts', '')];
    expect(siblingImports(views)).toHaveLength(1);
  });
});

function isTest({ path }: { readonly path: string }): boolean {
  return /\.test\.tsx?$|\/testing\/|\.fixture\.ts$/.test(path);
}

/** Imports that leave the room against the table of docs/architecture.md. */
function trespasses({ path, imports }: Module): string[] {
  const engine = /^@tensorflow\//;
  const drawing = /^d3(-|$)/;
  const page = /^(react|react-dom|zustand|@floating-ui|react-markdown|remark-math|katex)(\/|$)/;
  const forbidden = (item: Import): boolean => {
    switch (path.split('/')[0]) {
      case 'engine':
        return [drawing, page, /^(app|viz)\//].some((pattern) => pattern.test(item.target));
      case 'viz':
        if (/^engine\/records\//.test(item.target)) return !item.typeOnly;
        return [engine, page, /^(app|engine)\//].some((pattern) => pattern.test(item.target));
      case 'app':
        if (/^engine\/records\//.test(item.target)) return !item.typeOnly;
        return !/^engine\/client(\.ts)?$/.test(item.target) && [engine, drawing, /^engine\//].some((pattern) => pattern.test(item.target));
      default:
        return false;
    }
  };
  return imports.filter(forbidden).map((item) => `${path} reaches ${item.target} (${item.by})`);
}

function upwardImports({ path, imports }: Module): string[] {
  const room = path.split('/')[0]!;
  const within = layers[room] ? imports.filter(({ target }) => target.startsWith(`${room}/`)) : [];
  return within.filter(({ target }) => layerOf(target) > layerOf(path)).map(({ target }) => `${path} imports upwards: ${target}`);
}

function layerOf(path: string): number {
  const all = layers[path.split('/')[0]!]!;
  const found = all.findIndex((rooms) => rooms.some((room) => path === room || path.startsWith(`${room}/`) || path.replace(/\.tsx?$/, '') === room));
  return found < 0 ? all.length : found;
}

function siblingImports(all: readonly Module[]): string[] {
  const views = new Set(all.filter(({ path }) => path.endsWith('.fixture.ts')).map(({ path }) => path.replace('.fixture.ts', '')));
  const metrics = new Set(all.find(({ path }) => path === 'engine/metrics/metrics.ts')?.imports.map(({ target }) => target));
  metrics.delete('engine/metrics/metric');
  // A kind of method is a folder with its declaration.
  const folders = all.filter(({ path }) => path.endsWith('/kind.ts')).map(({ path }) => posix.dirname(path));
  const kind = (path: string): string | undefined => {
    const bare = path.replace(/\.tsx?$/, '');
    if (views.has(bare) || (metrics.has(bare) && bare.startsWith('engine/metrics/'))) return bare;
    return folders.find((folder) => bare.startsWith(`${folder}/`));
  };
  return all
    .filter((module) => !isTest(module) && kind(module.path))
    .flatMap(({ path, imports }) =>
      imports
        .filter(({ target, typeOnly }) => !typeOnly && kind(target) && kind(target) !== kind(path))
        .map(({ target }) => `${path} knows its sibling ${target}`),
    );
}

/** Cycles of imports, of types too, each written once. */
function findCycles(all: readonly Module[]): string[] {
  const byPath = new Map(all.map((module) => [module.path, module]));
  const resolve = (target: string): Module | undefined => [target, `${target}.ts`, `${target}.tsx`].map((path) => byPath.get(path)).find(Boolean);
  const finished = new Set<string>();
  const cycles: string[] = [];
  const visit = (module: Module, trail: readonly string[]): void => {
    const start = trail.indexOf(module.path);
    if (start >= 0) cycles.push([...trail.slice(start), module.path].join(' -> '));
    if (start >= 0 || finished.has(module.path)) return;
    for (const item of module.imports) {
      const next = item.by !== 'import' ? undefined : resolve(item.target);
      if (next) visit(next, [...trail, module.path]);
    }
    finished.add(module.path);
  };
  for (const module of all) visit(module, []);
  return cycles;
}

function parse(path: string, text: string): Module {
  const imports: Import[] = [];
  const faults: string[] = [];
  const add = (node: ts.Node | undefined, by: Import['by'], typeOnly = false): void => {
    if (!node || !ts.isStringLiteralLike(node)) return;
    const target = node.text.startsWith('.') ? posix.join(posix.dirname(path), node.text) : node.text;
    imports.push({ target: target.replace(/\.tsx?$/, by === 'url' ? '$&' : ''), by, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, 'import', isTypeOnly(node.importClause));
    if (ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, 'import', node.isTypeOnly);
      if (node.moduleSpecifier && !node.exportClause) faults.push(`${path} passes on everything of ${node.moduleSpecifier.getText()}`);
    }
    if (ts.isPropertyAccessExpression(node) && /^Math\s*\.\s*random$/.test(node.getText())) faults.push(`${path} uses Math.random`);
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const name = node.expression.getText();
      if (name === 'import') add(node.arguments?.[0], 'dynamic');
      if (name === 'URL' && node.arguments?.[1]?.getText() === 'import.meta.url') add(node.arguments[0], 'url');
      const remote = node.arguments?.find((argument) => ts.isStringLiteralLike(argument) && /^(https?|wss?):\/\//.test(argument.text));
      if (remote && !isTest({ path }) && /^(import|URL|Request|Worker|WebSocket|EventSource|importScripts|(\w+\.)*(fetch|open|sendBeacon))$/.test(name)) {
        faults.push(`${path} fetches from ${remote.getText()}`);
      }
    }
    ts.forEachChild(node, visit);
  };
  if (/\.tsx?$/.test(path)) visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return { path, lines: text.split('\n').length, imports, faults };
}

/** `import type` or only `type` names: erased, so no part of the program. */
function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const names = clause.namedBindings;
  return !clause.name && names !== undefined && ts.isNamedImports(names) && names.elements.length > 0 && names.elements.every((name) => name.isTypeOnly);
}
