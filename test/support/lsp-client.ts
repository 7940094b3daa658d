import { spawn } from 'node:child_process';
import { once } from 'node:events';

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: any;
  readonly result?: any;
  readonly error?: { readonly message: string };
}

/** A language server in a process of its own, spoken to over its streams as editors do. */
export class LspClient {
  readonly #child;
  readonly #answers = new Map<number, (message: Message) => void>();
  readonly #diagnostics = new Map<string, (readonly any[])[]>();
  readonly #settings: unknown;
  #unread = Buffer.alloc(0);
  #lastId = 0;
  #told: () => void = () => undefined;

  /** @param settings what the server gets when it asks for its configuration */
  constructor(program: string, args: readonly string[], cwd: string, settings: unknown = {}) {
    this.#settings = settings;
    this.#child = spawn(program, args, { cwd, stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child.stdout.on('data', (data: Buffer) => {
      this.#read(data);
    });
  }

  request(method: string, params: unknown): Promise<any> {
    const id = ++this.#lastId;
    this.#send({ id, method, params });
    return new Promise((resolve, reject) => {
      this.#answers.set(id, ({ result, error }) =>
        error === undefined ? resolve(result) : reject(new Error(error.message)),
      );
    });
  }

  notify(method: string, params: unknown): void {
    this.#send({ method, params });
  }

  /** The next diagnostics of a document that have not been looked at. */
  async diagnostics(uri: string): Promise<readonly any[]> {
    for (;;) {
      const next = this.#diagnostics.get(uri)?.shift();
      if (next !== undefined) return next;
      await new Promise<void>((resolve) => (this.#told = resolve));
    }
  }

  /** Ends the server as the protocol asks; returns its exit code. */
  async end(): Promise<number | null> {
    await this.request('shutdown', null);
    const ended = once(this.#child, 'exit');
    this.notify('exit', null);
    const [code] = (await ended) as [number | null];
    return code;
  }

  kill(): void {
    this.#child.kill();
  }

  #send(message: Message): void {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  #read(data: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, data]);
    for (;;) {
      const head = this.#unread.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/.exec(this.#unread.subarray(0, head).toString())?.[1]);
      if (head < 0 || this.#unread.length < head + 4 + length) return;
      const text = this.#unread.subarray(head + 4, head + 4 + length).toString();
      this.#unread = this.#unread.subarray(head + 4 + length);
      this.#take(JSON.parse(text) as Message);
    }
  }

  #take(message: Message): void {
    const { id, method, params } = message;
    if (method === 'textDocument/publishDiagnostics') {
      const known = this.#diagnostics.get(params.uri) ?? [];
      this.#diagnostics.set(params.uri, [...known, params.diagnostics]);
      this.#told();
    } else if (method === undefined) {
      this.#answers.get(id as number)?.(message);
    } else if (id !== undefined) {
      const items = method === 'workspace/configuration' ? params.items.map(() => this.#settings) : null;
      this.#send({ id, result: items });
    }
  }
}
