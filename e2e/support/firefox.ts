/**
 * An installed Firefox, driven by Marionette, the remote control that every Firefox has: JSON over a socket, each message after its length.
 * Playwright cannot do it: its own Firefox is a changed one, and of an installed one it asks what Debian's does not know (emulation.setMediaFeaturesOverride).
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../../scripts/lib/freePort.mjs';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
const ENTER = '\uE007';

/** Milliseconds in which a thing that is covered may become free to be clicked. */
const CLICK = 20_000;
/** Milliseconds that Firefox may take until it listens. */
const START = 60_000;

/** Every address but this machine's own leads to a port that nobody serves, so that Firefox calls nobody. */
const NOWHERE = { 'network.proxy.type': 1, 'network.proxy.http': '127.0.0.1', 'network.proxy.http_port': 9, 'network.proxy.ssl': '127.0.0.1', 'network.proxy.ssl_port': 9 };

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

export class Firefox {
  private constructor(
    readonly version: string,
    private readonly program: ChildProcess,
    private readonly ended: Promise<void>,
    private readonly line: Marionette,
    private readonly profile: string,
  ) {}

  /** Starts it on a new profile in `folder`, without a window, as large as `width` by `height`. */
  static async start(executablePath: string, folder: string, [width, height]: readonly [number, number] = [1440, 900]): Promise<Firefox> {
    const profile = join(folder, 'profile');
    const port = await freePort();
    await mkdir(profile, { recursive: true });
    const preferences = Object.entries({ 'marionette.port': port, ...NOWHERE }).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`);
    await writeFile(join(profile, 'user.js'), preferences.join(''));
    // What reads the errors and the threads of all processes is no page, so it needs access to the system. A home of its own: as root, Firefox does not start in a home of another.
    const program = spawn(executablePath, ['--headless', '--no-remote', '--marionette', '--remote-allow-system-access', '--profile', profile], {
      env: { ...process.env, HOME: profile }, stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = new Promise<void>((resolve) => program.once('close', () => resolve()));
    let said = '';
    program.stderr!.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2000)));
    program.on('error', (error) => (said += error.message));
    try {
      const line = await Marionette.open(port, () => program.exitCode === null && program.pid !== undefined);
      const { capabilities } = await line.send<{ readonly capabilities: { readonly browserVersion: string } }>('WebDriver:NewSession', {});
      await line.send('WebDriver:SetWindowRect', { width, height });
      return new Firefox(capabilities.browserVersion, program, ended, line, profile);
    } catch (error) {
      program.kill('SIGKILL');
      throw new Error(`${executablePath} does not answer: ${said.trim()}`, { cause: error });
    }
  }

  async goto(url: string): Promise<void> {
    await this.line.send('WebDriver:Navigate', { url });
  }

  /** What a function gives in the page. It is sent as text: it knows its arguments only. */
  evaluate<Args extends readonly Json[], Result>(work: (...args: Args) => Result, ...args: Args): Promise<Awaited<Result>> {
    return this.run(`return (${work}).apply(null, arguments);`, args);
  }

  /** Clicks the one element of the page that an XPath finds, as a mouse does. */
  async click(xpath: string): Promise<void> {
    const last = Date.now() + CLICK;
    for (;;) {
      const id = await this.find(xpath);
      // Marionette scrolls a thing to the edge only, where the page's header may lie over it; and figures that are drawn above move it meanwhile.
      await this.run("arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' });", [{ [ELEMENT]: id }]);
      try {
        return void (await this.line.send('WebDriver:ElementClick', { id }));
      } catch (error) {
        if (Date.now() > last || !/not clickable|stale|not reachable by keyboard|could not be scrolled/.test(String(error))) throw error;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }
  }

  /** Types a value into a field in place of what it holds, and Enter. */
  async fill(xpath: string, text: string): Promise<void> {
    const id = await this.find(xpath);
    await this.run('arguments[0].focus(); arguments[0].select();', [{ [ELEMENT]: id }]);
    await this.line.send('WebDriver:ElementSendKeys', { id, text: text + ENTER });
  }

  /** Errors of scripts and workers from `origin` so far, uncaught rejections and what the content policy refused among them. */
  async errors(origin: string): Promise<string[]> {
    return this.asSystem(
      `return Services.console.getMessageArray()
        .filter((entry) => entry instanceof Ci.nsIScriptError && !(entry.flags & entry.warningFlag) && entry.sourceName.startsWith(arguments[0]))
        .map((entry) => entry.errorMessage + ' (' + entry.sourceName + ', line ' + entry.lineNumber + ')');`,
      [origin],
    );
  }

  /** Seconds of processor time that each worker of the page has taken so far, by its thread's number. */
  async workers(origin: string): Promise<Map<number, number>> {
    const threads = await this.asSystem<[number, number][]>(
      `return ChromeUtils.requestProcInfo().then(({ children }) => children
        .filter(({ windows }) => windows.some(({ documentURI }) => documentURI?.spec.startsWith(arguments[0])))
        .flatMap(({ threads }) => threads.filter(({ name }) => name.startsWith('DOM Worker')).map(({ tid, cpuTime }) => [tid, cpuTime / 1e9])));`,
      [origin],
    );
    return new Map(threads);
  }

  async screenshot(): Promise<Buffer> {
    return Buffer.from((await this.line.send<{ readonly value: string }>('WebDriver:TakeScreenshot', { full: false })).value, 'base64');
  }

  async close(): Promise<void> {
    const late = setTimeout(() => this.program.kill('SIGKILL'), 10_000);
    this.line.send('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => this.program.kill());
    await this.ended;
    clearTimeout(late);
    this.line.close();
    await rm(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  private async find(xpath: string): Promise<string> {
    const { value } = await this.line.send<{ readonly value: { readonly [ELEMENT]: string } }>('WebDriver:FindElement', { using: 'xpath', value: xpath });
    return value[ELEMENT];
  }

  private async run<Result>(script: string, args: readonly Json[]): Promise<Result> {
    return (await this.line.send<{ readonly value: Result }>('WebDriver:ExecuteScript', { script, args })).value;
  }

  private async asSystem<Result>(script: string, args: readonly Json[]): Promise<Result> {
    await this.line.send('Marionette:SetContext', { value: 'chrome' });
    try {
      return await this.run(script, args);
    } finally {
      await this.line.send('Marionette:SetContext', { value: 'content' });
    }
  }
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** A message is [0, number, command, parameters], and its answer [1, number, error, result]. */
class Marionette {
  private readonly waiting = new Map<number, Waiting>();
  private read = Buffer.alloc(0);
  private sent = 0;

  private constructor(private readonly socket: Socket) {
    socket.on('data', (bytes) => this.take(bytes));
    socket.on('close', () => {
      for (const { reject } of this.waiting.values()) reject(new Error('Firefox has ended the connection.'));
      this.waiting.clear();
    });
  }

  /** Tries until Firefox listens, for as long as it `lives`. */
  static async open(port: number, lives: () => boolean): Promise<Marionette> {
    const end = Date.now() + START;
    for (;;) {
      const socket = connect(port, '127.0.0.1');
      try {
        await once(socket, 'connect');
        socket.on('error', () => socket.destroy()); // tells those who wait, by 'close'
        return new Marionette(socket);
      } catch (error) {
        if (!lives() || Date.now() > end) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  send<Result>(command: string, parameters: { readonly [name: string]: Json }): Promise<Result> {
    if (this.socket.destroyed) return Promise.reject(new Error('Firefox has ended the connection.'));
    const number = ++this.sent;
    const message = JSON.stringify([0, number, command, parameters]);
    return new Promise<Result>((resolve, reject) => {
      this.waiting.set(number, { resolve, reject });
      this.socket.write(`${Buffer.byteLength(message)}:${message}`);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private take(bytes: Buffer): void {
    this.read = Buffer.concat([this.read, bytes]);
    for (;;) {
      const start = this.read.indexOf(':') + 1;
      const end = start + Number(this.read.subarray(0, start - 1).toString());
      if (start === 0 || this.read.length < end) return;
      const message: unknown = JSON.parse(this.read.subarray(start, end).toString());
      this.read = this.read.subarray(end);
      if (Array.isArray(message)) this.answer(...(message as [1, number, { readonly message: string } | null, never])); // the first is a greeting
    }
  }

  private answer(_: 1, number: number, error: { readonly message: string } | null, result: never): void {
    const { resolve, reject } = this.waiting.get(number)!;
    this.waiting.delete(number);
    if (error) reject(new Error(error.message));
    else resolve(result);
  }
}
