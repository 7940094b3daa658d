/*
 * As much of VS Code as the extension touches, in a process without it: names that nobody has given a meaning are classes and
 * functions that do nothing. Loads the extension with a workspace of one folder that has one file open, and prints the
 * diagnostics that the extension shows, as JSON.
 */
const Module = require('node:module');
const { readFileSync } = require('node:fs');
const { pathToFileURL } = require('node:url');

const [extension, folder, file] = process.argv.slice(2);

class Uri {
  constructor(fsPath) {
    Object.assign(this, { fsPath, path: fsPath, scheme: 'file' });
  }
  static parse(text) {
    return new Uri(decodeURIComponent(new URL(text).pathname));
  }
  static file(path) {
    return new Uri(path);
  }
  toString() {
    return pathToFileURL(this.fsPath).href;
  }
}
class Diagnostic {
  constructor(range, message, severity) {
    Object.assign(this, { range, message, severity });
  }
}
class EventEmitter {
  #listeners = new Set();
  event = (listener) => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };
  fire(event) {
    for (const listener of this.#listeners) listener(event);
  }
  dispose() {}
}
class CancellationTokenSource {
  token = { isCancellationRequested: false, onCancellationRequested: new EventEmitter().event };
  cancel() {}
  dispose() {}
}
const text = readFileSync(file, 'utf8');
const document = {
  uri: new Uri(file),
  fileName: file,
  languageId: 'yaml',
  version: 1,
  isClosed: false,
  getText: () => text,
};
const workspaceFolder = { uri: new Uri(folder), name: 'project', index: 0 };
const known = {
  Uri,
  Diagnostic,
  EventEmitter,
  CancellationTokenSource,
  version: '1.91.0',
  workspace: stub({
    workspaceFolders: [workspaceFolder],
    textDocuments: [document],
    getWorkspaceFolder: () => workspaceFolder,
    getConfiguration: () => ({ get: (_, fallback) => fallback }),
  }),
  languages: stub({
    match: () => 10,
    createDiagnosticCollection: () =>
      stub({
        set: (_, diagnostics) => {
          process.stdout.write(`${JSON.stringify(diagnostics.map(({ message }) => message))}\n`);
          void deactivate().then(() => process.exit());
        },
      }),
  }),
  window: stub({
    visibleTextEditors: [],
    tabGroups: stub({ all: [] }),
    showErrorMessage: fail,
    showWarningMessage: fail,
    createOutputChannel: () => stub({ append: tell, appendLine: tell }),
  }),
};

function tell(text) {
  process.stderr.write(`${text}\n`);
}
async function fail(text) {
  tell(text);
  process.exitCode = 1;
}
function stub(members) {
  return new Proxy(members, {
    get: (_, name) => (name in members ? members[name] : name === 'then' ? undefined : nothing(String(name))),
  });
}
function nothing() {
  const Nothing = class {};
  return new Proxy(Nothing, {
    get: (target, name) => (name in target ? target[name] : name === 'then' ? undefined : nothing()),
    apply: () => stub({ dispose: () => undefined }),
  });
}

const load = Module._load;
const vscode = stub(known);
Module._load = (name, ...rest) => (name === 'vscode' ? vscode : load(name, ...rest));
const context = stub({ subscriptions: [], workspaceState: new Map() });
const { activate, deactivate } = require(extension);
activate(context).catch((error) => {
  console.error(error);
  process.exit(1);
});
