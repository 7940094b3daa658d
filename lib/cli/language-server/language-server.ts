import { existsSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { canonicalCallable } from '../../contract/callable.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { locateExport } from '../../languages/index.ts';
import { findHandlers, type Handlers, resolveHandlers } from '../../project/index.ts';
import { drawPlan } from '../../viz/draw-plan.ts';
import { ExitCode } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { complete } from './complete.ts';
import { readMessages, RpcCode, RpcError, writeMessage, type RpcMessage } from './connection.ts';
import { offsetOf, rangeOf, type LspPosition } from './ranges.ts';
import { fileOf, isFile, placesOf, readDocument, thingAt, type TemplateDocument } from './template-document.ts';

/** What the server can do, in the words of the protocol. */
const CAPABILITIES = {
  // Whole texts: templates are small.
  textDocumentSync: { openClose: true, change: 1, save: true },
  completionProvider: { triggerCharacters: [':', ' ', '-', '['] },
  definitionProvider: true,
  hoverProvider: true,
  renameProvider: { prepareProvider: true },
  codeLensProvider: {},
};
const PLAN_WIDTH = 100;

interface DocumentParams {
  readonly textDocument: { readonly uri: string; readonly text?: string };
  readonly position: LspPosition;
  readonly newName: string;
  readonly contentChanges: readonly { readonly text: string }[];
}

type Method = (params: DocumentParams) => unknown;

/** Serves editors over the Language Server Protocol until they end it: 0 when they did so as they should. */
export async function languageServer(handlersFolder: string, input: Readable, io: CliIo): Promise<ExitCode> {
  const documents = new Map<string, TemplateDocument>();
  let isShutDown = false;

  const handlers = (): Handlers =>
    existsSync(handlersFolder) ? (findHandlers(handlersFolder, io.cwd).value ?? new Map()) : new Map();
  const documentOf = ({ textDocument: { uri } }: DocumentParams): TemplateDocument => {
    const document = documents.get(uri);
    if (document === undefined) throw new RpcError(RpcCode.internalError, `The document ${uri} is not open.`);
    return document;
  };
  const thing = (params: DocumentParams) => {
    const document = documentOf(params);
    return thingAt(document, offsetOf(document.text, params.position));
  };
  const take = (uri: string, text: string) => {
    const document = readDocument(uri, text, documents.get(uri));
    documents.set(uri, document);
    publish(document);
  };
  const withoutHandlers = ({ template, text }: TemplateDocument): readonly Diagnostic[] => {
    if (template === undefined || template.source.text !== text) return [];
    const place = { dir: handlersFolder, from: io.cwd };
    return resolveHandlers([template], (callable) => callable !== '', handlers(), place).diagnostics;
  };
  const publish = (document: TemplateDocument) => {
    const diagnostics = [...document.diagnostics, ...withoutHandlers(document)];
    writeMessage(io.stdout, {
      method: 'textDocument/publishDiagnostics',
      params: { uri: document.uri, diagnostics: diagnostics.map(toLsp) },
    });
  };

  const methods: Readonly<Record<string, Method>> = {
    initialize: () => ({ capabilities: CAPABILITIES, serverInfo: { name: 'tasker-sfn' } }),
    initialized: () => undefined,
    shutdown: () => {
      isShutDown = true;
      return null;
    },
    'textDocument/didOpen': ({ textDocument: { uri, text = '' } }) => {
      take(uri, text);
    },
    'textDocument/didChange': ({ textDocument: { uri }, contentChanges }) => {
      take(uri, contentChanges.at(-1)?.text ?? '');
    },
    // A handler may have come or gone.
    'textDocument/didSave': () => {
      for (const document of documents.values()) publish(document);
    },
    'textDocument/didClose': ({ textDocument: { uri } }) => {
      documents.delete(uri);
      writeMessage(io.stdout, { method: 'textDocument/publishDiagnostics', params: { uri, diagnostics: [] } });
    },
    'textDocument/completion': (params) => complete(documentOf(params), params.position, handlers()),
    'textDocument/definition': (params) => {
      const found = thing(params);
      if (found === undefined) return null;
      if (found.kind === 'step') return { uri: params.textDocument.uri, range: rangeOf(found.step.name.span) };
      const handler = handlers().get(found.callable);
      if (handler === undefined) return null;
      const { file, line, column } = locateExport(handler);
      const start = { line: line - 1, character: column - 1 };
      const name = handler.exportName.split('::').at(-1) ?? '';
      const end = { ...start, character: start.character + name.length };
      return { uri: pathToFileURL(file).href, range: { start, end } };
    },
    'textDocument/hover': (params) => {
      const found = thing(params);
      if (found === undefined) return null;
      const value =
        found.kind === 'step'
          ? hoverOfStep(documentOf(params), found.step.name.value)
          : hoverOfHandler(found.callable, handlers());
      return { contents: { kind: 'markdown', value }, range: rangeOf(found.span) };
    },
    'textDocument/prepareRename': (params) => {
      const found = thing(params);
      return found?.kind === 'step' ? { range: rangeOf(found.span), placeholder: found.step.name.value } : null;
    },
    'textDocument/rename': (params) => {
      const found = thing(params);
      const { template } = documentOf(params);
      if (found?.kind !== 'step' || template === undefined) return null;
      const edits = placesOf(found.step, template).map((span) => ({ range: rangeOf(span), newText: params.newName }));
      return { changes: { [params.textDocument.uri]: edits } };
    },
    'textDocument/codeLens': (params) => {
      const { template, uri } = documentOf(params);
      // What is not saved cannot be run.
      if (template === undefined || !isFile(uri)) return [];
      const command = { title: 'Run', command: 'tasker-sfn.run', arguments: [fileOf(uri)] };
      return [{ range: rangeOf(template.name.span), command }];
    },
  };

  const answer = (message: RpcMessage) => {
    const { id, method = '', params } = message;
    const run = methods[method];
    if (id === undefined || id === null) return void notice(() => run?.(params as DocumentParams), method);
    try {
      if (run === undefined) throw new RpcError(RpcCode.methodNotFound, `There is no method "${method}".`);
      writeMessage(io.stdout, { id, result: run(params as DocumentParams) ?? null });
    } catch (error) {
      const { message: reason } = error as Error;
      const code = error instanceof RpcError ? error.code : RpcCode.internalError;
      writeMessage(io.stdout, { id, error: { code, message: reason } });
    }
  };
  /** A notification has no answer: what it fails with goes to the editor's log, and the server goes on. */
  const notice = (take: () => unknown, method: string) => {
    try {
      take();
    } catch (error) {
      const text = `${method}: ${(error as Error).message}`;
      writeMessage(io.stdout, { method: 'window/logMessage', params: { type: 1, message: text } });
    }
  };
  const damaged = (error: Error) => {
    writeMessage(io.stdout, { id: null, error: { code: RpcCode.parseError, message: error.message } });
  };
  for await (const message of readMessages(input, damaged)) {
    if (message.method === 'exit') break;
    answer(message);
  }
  return isShutDown ? ExitCode.ok : ExitCode.failed;
}

function toLsp({ severity, code, message, hint, span }: Diagnostic) {
  const text = hint === undefined ? message : `${message}\n${hint}`;
  return { range: rangeOf(span), severity: severity === 'error' ? 1 : 2, code, source: 'tasker-sfn', message: text };
}

function hoverOfStep({ template, workflow }: TemplateDocument, name: string): string {
  const step = template?.steps.find((each) => each.name.value === name);
  if (step === undefined) return name;
  const waits = step.dependencies.map(({ value }) => value);
  const { retryable, maxAttempts } = step.retry;
  const drawing = workflow === undefined ? undefined : drawPlan(workflow.plan, PLAN_WIDTH);
  return [
    `**${name}**: ${step.handler.callable.value}`,
    ...(step.description === undefined ? [] : [step.description]),
    waits.length === 0 ? 'It starts at once.' : `It waits for ${waits.join(', ')}.`,
    retryable && maxAttempts > 1 ? `It runs at most ${String(maxAttempts)} times.` : 'It runs once.',
    ...(drawing === undefined ? [] : ['```\n' + drawing.join('\n') + '\n```']),
  ].join('\n\n');
}

function hoverOfHandler(callable: string, handlers: Handlers): string {
  const handler = handlers.get(canonicalCallable(callable));
  return handler === undefined
    ? 'No handler of this name is exported.'
    : `\`${handler.exportName}\` in ${handler.file}`;
}
