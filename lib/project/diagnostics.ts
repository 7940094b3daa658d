import { defineDiagnostic } from '../diagnostics/diagnostic-kind.ts';
import { didYouMean, listOf, quote, quotePath } from '../diagnostics/wording.ts';

// What can be wrong with the files of a project, and with the handlers of its templates.

export const fileNotFound = defineDiagnostic({
  code: 'file-not-found',
  severity: 'error',
  message: ({ path }: { path: string }) => `There is no file or folder ${quotePath(path)}.`,
});

export const unreadableFile = defineDiagnostic({
  code: 'unreadable-file',
  severity: 'error',
  message: ({ path, reason }: { path: string; reason: string }) => `${quotePath(path)} cannot be read: ${reason}.`,
});

export const noTemplates = defineDiagnostic({
  code: 'no-templates',
  severity: 'error',
  message: ({ path }: { path: string }) =>
    `The folder ${quotePath(path)} holds no templates (files that end in .yaml or .yml).`,
});

export const invalidDurations = defineDiagnostic({
  code: 'invalid-durations',
  severity: 'error',
  message: ({ path, reason }: { path: string; reason: string }) =>
    `The file ${quotePath(path)} holds no durations of steps: ${reason}.`,
});

export const noHandlersFolder = defineDiagnostic({
  code: 'no-handlers-folder',
  severity: 'error',
  message: ({ dir }: { dir: string }) => `There is no folder ${quotePath(dir)} with handlers.`,
  hint: () => 'Create it, or name the folder that holds the handlers.',
});

export const unknownStartedTemplate = defineDiagnostic({
  code: 'unknown-started-template',
  severity: 'error',
  message: ({ step, template, folder }: { step: string; template: string; folder: string }) =>
    `Step ${quote(step)} starts tasks of ${quote(template)}, and no template in ${quote(folder)} is that one.`,
  hint: () => 'Correct the name in "starts_tasks", or put the template there.',
});

export const handlerNotFound = defineDiagnostic({
  code: 'handler-not-found',
  severity: 'error',
  message: ({ callable, dir }: { callable: string; dir: string; available: readonly string[]; suggest?: string }) =>
    `No handler named ${quote(callable)} is exported in the folder ${quotePath(dir)}.`,
  hint: ({ available, suggest }) =>
    didYouMean(suggest) ??
    (available.length > 0
      ? `The folder has ${listOf(available, 'and')}.`
      : 'The folder has no handlers: export a class with a static "handlerName".'),
});

export const methodOfFunction = defineDiagnostic({
  code: 'method-of-function',
  severity: 'warning',
  message: ({ method, callable }: { method: string; callable: string }) =>
    `The handler ${quote(callable)} is made of a function, which has no method ${quote(method)}: "call" runs, as in Tasker.`,
  hint: () => 'Remove "method", or write the handler as a class that has it.',
});

export const handlerConflict = defineDiagnostic({
  code: 'handler-conflict',
  severity: 'error',
  message: ({ callable, first, second }: { callable: string; first: string; second: string }) =>
    `Two handlers are named ${quote(callable)}: one in ${quotePath(first)}, one in ${quotePath(second)}.`,
  hint: () => 'Rename one of them.',
});

export const publisherNotFound = defineDiagnostic({
  code: 'publisher-not-found',
  severity: 'error',
  message: ({ name, dir }: { name: string; dir: string; available: readonly string[]; suggest?: string }) =>
    `No publisher named ${quote(name)} is exported in the folder ${quote(dir)}.`,
  hint: ({ available, suggest }) =>
    didYouMean(suggest) ??
    (available.length > 0
      ? `The folder has ${listOf(available, 'and')}.`
      : 'Export a class that extends BasePublisher and has this "publisherName", or leave "publisher" out.'),
});

export const publisherConflict = defineDiagnostic({
  code: 'publisher-conflict',
  severity: 'error',
  message: ({ name, first, second }: { name: string; first: string; second: string }) =>
    `Two publishers are named ${quote(name)}: one in ${quote(first)}, one in ${quote(second)}.`,
  hint: () => 'Rename one of them.',
});

export const handlerBuildFailed = defineDiagnostic({
  code: 'handler-build-failed',
  severity: 'error',
  message: ({ file, reason }: { file: string; reason: string }) =>
    `The handler file ${quotePath(file)} cannot be built: ${reason}`,
});

export const interpreterNotFound = defineDiagnostic({
  code: 'interpreter-not-found',
  severity: 'warning',
  message: ({ file, needs, reason }: { file: string; needs: string; reason: string }) =>
    `${quotePath(file)} needs ${needs}: ${reason}. Its handlers are not found.`,
  hint: ({ needs }) =>
    `Install ${needs}, or name its command in the variable TASKER_SFN_${needs.split(' ')[0]?.toUpperCase()}.`,
});

export const moduleNotRequired = defineDiagnostic({
  code: 'module-not-required',
  severity: 'error',
  message: ({ name, file }: { name: string; file: string }) =>
    `${quotePath(file)} imports ${quote(name)}, which is neither a module of the project nor a package that its requirements install.`,
  hint: ({ name }) =>
    `Add the package to "requirements.txt" beside the handlers or above them, or ${quote(name)} to "external" of "bundling" where a layer has it.`,
});

export const requirementsFailed = defineDiagnostic({
  code: 'requirements-failed',
  severity: 'error',
  message: ({ file, reason }: { file: string; reason: string }) =>
    `The packages that ${quotePath(file)} requires cannot be installed for the functions: ${reason}.`,
  hint: () =>
    'Require versions that have wheels for Linux, or set the "architecture" of the functions to the other one.',
});

export const nativeModule = defineDiagnostic({
  code: 'native-module',
  severity: 'error',
  message: ({ name }: { name: string }) =>
    `${quote(name)} loads a native module, which a bundle cannot hold: Lambda will not find it.`,
  hint: ({ name }) =>
    `Deploy the package beside the bundle: "bundling: { nodeModules: [${quote(name)}] }" of TaskerWorkflow, --bundling here.`,
});

export const packageNotInstalled = defineDiagnostic({
  code: 'package-not-installed',
  severity: 'error',
  message: ({ name, from }: { name: string; from: string }) =>
    `The package ${quote(name)} is to lie beside bundles, but is not installed: it was looked for from ${quotePath(from)}.`,
  hint: ({ name }) => `Install it ("npm install ${name}"), or correct its name in "nodeModules".`,
});

export const packageUnfit = defineDiagnostic({
  code: 'package-unfit',
  severity: 'error',
  message: ({ name, reason }: { name: string; reason: string; fix: string }) =>
    `The package ${quote(name)} cannot lie beside bundles: it ${reason}.`,
  hint: ({ fix }) => fix,
});

export const computedName = defineDiagnostic({
  code: 'computed-module-name',
  severity: 'warning',
  message: ({ name }: { name: string }) =>
    `${quote(name)} loads a module that the bundler cannot see: its name is computed, or "createRequire" loads it. It is not in the bundle, so Lambda will find it only if Node.js has it.`,
  hint: ({ name }) =>
    `If it is needed, deploy the package beside the bundle: "bundling: { nodeModules: [${quote(name)}] }" of TaskerWorkflow.`,
});
