import { relative } from 'node:path';
import { commands, window, workspace, type ExtensionContext, type WorkspaceFolder } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { findServer } from './find-server.js';

/** The language servers that run, by the URI of their workspace folder. */
const clients = new Map<string, LanguageClient>();

/** VS Code calls it when a workspace has task templates. */
export async function activate(context: ExtensionContext): Promise<void> {
  context.subscriptions.push(
    commands.registerCommand('tasker-sfn.run', (file?: string) => runTemplate(context, file)),
    commands.registerCommand('tasker-sfn.restart', restart),
    workspace.onDidChangeWorkspaceFolders(({ added, removed }) =>
      Promise.all([...added.map(start), ...removed.map(stop)]),
    ),
    workspace.onDidChangeConfiguration((change) => (change.affectsConfiguration('tasker-sfn') ? restart() : undefined)),
  );
  await Promise.all((workspace.workspaceFolders ?? []).map(start));
}

/** VS Code calls it before it ends. */
export async function deactivate(): Promise<void> {
  await Promise.all([...clients.values()].map((client) => client.stop()));
}

async function start(folder: WorkspaceFolder): Promise<void> {
  const module = findServer(folder.uri.fsPath);
  if (module === undefined) return;
  const handlers = workspace.getConfiguration('tasker-sfn', folder).get('handlers', 'lambdas');
  const client = new LanguageClient(
    'tasker-sfn',
    `Tasker (${folder.name})`,
    {
      module,
      args: ['language-server', '--handlers', handlers],
      transport: TransportKind.stdio,
      options: { cwd: folder.uri.fsPath },
    },
    {
      workspaceFolder: folder,
      documentSelector: [
        { language: 'yaml', scheme: 'file', pattern: `${folder.uri.fsPath}/**/templates/**/*` },
        { language: 'yaml', scheme: 'file', pattern: `${folder.uri.fsPath}/templates/**/*` },
      ],
    },
  );
  clients.set(folder.uri.toString(), client);
  await client.start();
}

async function stop(folder: WorkspaceFolder): Promise<void> {
  const client = clients.get(folder.uri.toString());
  clients.delete(folder.uri.toString());
  await client?.stop();
}

async function restart(): Promise<void> {
  const folders = workspace.workspaceFolders ?? [];
  await Promise.all(folders.map(stop));
  await Promise.all(folders.map(start));
  if (clients.size === 0)
    await window.showWarningMessage(
      'No folder of this workspace has tasker-sfn installed: run "npm install -D tasker-sfn".',
    );
}

/** Runs a template in a terminal, with a context that the user gives; the last one is kept. */
async function runTemplate(
  extension: ExtensionContext,
  file = window.activeTextEditor?.document.fileName,
): Promise<void> {
  const folder = file === undefined ? undefined : workspace.workspaceFolders?.find(({ uri }) => isIn(file, uri.fsPath));
  if (file === undefined || folder === undefined) {
    await window.showWarningMessage('Open a task template of this workspace, then run it.');
    return;
  }
  const key = `context of ${file}`;
  const context = await window.showInputBox({
    title: `Run ${relative(folder.uri.fsPath, file)}`,
    prompt: "The task's context, as JSON",
    value: extension.workspaceState.get(key, '{}'),
    validateInput: mistakeIn,
  });
  if (context === undefined) return;
  await extension.workspaceState.update(key, context);
  // No shell reads the context, so that nothing of it needs quotes.
  const terminal = window.createTerminal({
    name: 'tasker-sfn run',
    cwd: folder.uri.fsPath,
    shellPath: process.platform === 'win32' ? 'npx.cmd' : 'npx',
    shellArgs: [
      '--no-install',
      'tasker-sfn',
      'run',
      relative(folder.uri.fsPath, file),
      '--watch',
      '--context',
      context,
    ],
  });
  terminal.show();
}

function isIn(file: string, folder: string): boolean {
  return !relative(folder, file).startsWith('..');
}

function mistakeIn(json: string): string | undefined {
  try {
    JSON.parse(json);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
