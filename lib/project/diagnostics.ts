import { defineDiagnostic } from '../diagnostics/diagnostic-kind.ts';
import { didYouMean, listOf, quote, quotePath } from '../diagnostics/wording.ts';

// What can be wrong with the files of a project, and with the handlers of its templates.

/**
 * There is no such file or folder.
 *
 * **Fix:** correct the path.
 *
 * @example
 * ```json
 * {"path": "templates/shop/oders.yaml"}
 * ```
 */
export const fileNotFound = defineDiagnostic({
  code: 'file-not-found',
  severity: 'error',
  message: ({ path }: { path: string }) => `There is no file or folder ${quotePath(path)}.`,
  hint: () => 'Correct the path.',
});

/**
 * The file or folder exists, but cannot be read: it may not be read, it is not UTF-8 text, or it is no file at all,
 * but a named pipe, a socket or a device.
 *
 * **Fix:** see the reason in the message. A file in another encoding is to be saved as UTF-8.
 *
 * @example
 * ```json
 * {"path": "templates/shop/orders.yaml", "reason": "it is not UTF-8 text"}
 * ```
 */
export const unreadableFile = defineDiagnostic({
  code: 'unreadable-file',
  severity: 'error',
  message: ({ path, reason }: { path: string; reason: string }) => `${quotePath(path)} cannot be read: ${reason}.`,
});

/**
 * The folder holds no file that ends in `.yaml` or `.yml`.
 *
 * **Fix:** name another folder, or a file.
 *
 * @example
 * ```json
 * {"path": "templates"}
 * ```
 */
export const noTemplates = defineDiagnostic({
  code: 'no-templates',
  severity: 'error',
  message: ({ path }: { path: string }) =>
    `The folder ${quotePath(path)} holds no templates (files that end in .yaml or .yml).`,
  hint: () => 'Name another folder, or a file.',
});

/**
 * The file of `--durations`, or of the prop `durations`, is not a JSON object that gives each step a number of
 * milliseconds above 0, such as `{"charge": 250}`.
 *
 * **Fix:** see the reason in the message; `tasker-sfn learn` writes such a file.
 *
 * @example
 * ```json
 * {"path": "durations.json", "reason": "\"charge\" is 0, but must be above 0"}
 * ```
 */
export const invalidDurations = defineDiagnostic({
  code: 'invalid-durations',
  severity: 'error',
  message: ({ path, reason }: { path: string; reason: string }) =>
    `The file ${quotePath(path)} does not hold durations of steps: ${reason}.`,
  hint: () => 'Write the milliseconds of each step, such as {"charge": 250}. "tasker-sfn learn" makes such a file.',
});

/**
 * There is no folder with the handlers: neither `lambdas`, which is the default, nor another one that was named.
 *
 * **Fix:** `tasker-sfn new handler --for TEMPLATE` writes the handlers. Or name the folder that holds them (`--handlers` of
 * `run` and `local`, `handlers` of `TaskerWorkflow`).
 *
 * @example
 * ```json
 * {"dir": "lambdas"}
 * ```
 */
export const noHandlersFolder = defineDiagnostic({
  code: 'no-handlers-folder',
  severity: 'error',
  message: ({ dir }: { dir: string }) => `There is no folder ${quotePath(dir)} with handlers.`,
  hint: () => 'Write the handlers with "tasker-sfn new handler --for TEMPLATE", or name the folder that holds them.',
});

/**
 * A step's `starts_tasks` names a template that is not in the project's `templates` (or beside the step's own
 * template), so a local run cannot start its tasks.
 *
 * **Fix:** correct the name or its version, or put the template there.
 *
 * @example
 * ```json
 * {"step": "refund", "template": "payments/refund/2.0.0", "folder": "templates"}
 * ```
 */
export const unknownStartedTemplate = defineDiagnostic({
  code: 'unknown-started-template',
  severity: 'error',
  message: ({ step, template, folder }: { step: string; template: string; folder: string }) =>
    `Step ${quote(step)} starts tasks of ${quote(template)}, but ${quote(folder)} has no such template.`,
  hint: () => 'Correct the name in "starts_tasks", or add the template.',
});

interface MissingHandler {
  readonly callable: string;
  readonly dir: string;
  readonly available: readonly string[];
  readonly suggest?: string;
  /** The one that the callable names. */
  readonly package?: string;
  /** A file in JavaScript or TypeScript that has the name as a text, and exports no handler of it. */
  readonly mentionedIn?: string;
}

/**
 * No handler of this name is exported in the handlers' folder. `A::B::C` and `A.B.C` are the same name. Or the package of
 * a callable such as `@shop/handlers:ChargeHandler` is not installed.
 *
 * **Fix:** correct `callable`, export a class with this static `handlerName`, or install the package. In JavaScript, `export` counts:
 * what `module.exports` has is known only when the code runs.
 *
 * @example
 * ```json
 * {"callable": "Shop::ChargeHandlr", "dir": "lambdas", "available": ["Shop::ChargeHandler"], "suggest": "Shop::ChargeHandler"}
 * ```
 */
export const handlerNotFound = defineDiagnostic({
  code: 'handler-not-found',
  severity: 'error',
  message: ({ callable, dir }: MissingHandler) =>
    `No handler named ${quote(callable)} is exported in the folder ${quotePath(dir)}.`,
  hint: ({ available, suggest, package: name, mentionedIn }) => {
    if (name !== undefined)
      return `The package ${quote(name)} is not installed where that folder looks for it: install it.`;
    if (mentionedIn !== undefined)
      return `${quotePath(mentionedIn)} has this name, but does not export a handler of it. Write "export" before its class or constant; "module.exports" is not read.`;
    if (suggest !== undefined) return didYouMean(suggest);
    return available.length > 0
      ? `The folder has ${listOf(available, 'and')}.`
      : 'The folder has no handlers: export a class with a static "handlerName".';
  },
});

/**
 * A step names a `method`, and its handler is made of a function by `defineHandler` or a sibling, which has `call`
 * alone. That runs, as in Tasker.
 *
 * **Fix:** remove `method`, or write the handler as a class that has it.
 *
 * @example
 * ```json
 * {"method": "process", "callable": "Shop::ChargeHandler"}
 * ```
 */
export const methodOfFunction = defineDiagnostic({
  code: 'method-of-function',
  severity: 'warning',
  message: ({ method, callable }: { method: string; callable: string }) =>
    `The handler ${quote(callable)} is a function, which has no method ${quote(method)}. "call" runs instead, as in Tasker.`,
  hint: () => 'Remove "method", or write the handler as a class that has it.',
});

/**
 * Two handlers in the folder have the same name.
 *
 * **Fix:** rename one of them.
 *
 * @example
 * ```json
 * {"callable": "Shop::ChargeHandler", "first": "lambdas/charge.ts", "second": "lambdas/pay.ts"}
 * ```
 */
export const handlerConflict = defineDiagnostic({
  code: 'handler-conflict',
  severity: 'error',
  message: ({ callable, first, second }: { callable: string; first: string; second: string }) =>
    `Two handlers are named ${quote(callable)}: one in ${quotePath(first)}, one in ${quotePath(second)}.`,
  hint: () => 'Rename one of them.',
});

/**
 * A step names a `resolver` that no class in the handlers' folder has as its name. A resolver's name is its static
 * `_name`, or its `name`, or else that of its class. `explicit_mapping`, `class_lookup` and `class_constant` are
 * always there: they find handlers by their names.
 *
 * **Fix:** correct the name, or export the class from a file in the handlers' folder.
 *
 * @example
 * ```json
 * {"resolver": "payment_resolvr", "dir": "lambdas", "available": ["payment_resolver"], "suggest": "payment_resolver"}
 * ```
 */
export const resolverNotFound = defineDiagnostic({
  code: 'resolver-not-found',
  severity: 'error',
  message: ({ resolver, dir }: { resolver: string; dir: string; available: readonly string[]; suggest?: string }) =>
    `No resolver named ${quote(resolver)} is exported in the folder ${quotePath(dir)}.`,
  hint: ({ available, suggest }) =>
    didYouMean(suggest) ??
    (available.length > 0
      ? `The folder has ${listOf(available, 'and')}.`
      : 'Export a class that extends RegistryResolver and has this static "_name", or leave "resolver" out.'),
});

/**
 * Two steps have the same `callable`, and it is found in two ways: by another `resolver`, or by one and by its name. A
 * function has the handlers of one callable alone.
 *
 * **Fix:** give both the same `resolver`, or call one of the handlers by another name.
 *
 * @example
 * ```json
 * {"callable": "pay.card", "first": "payment_resolver", "second": "its name"}
 * ```
 */
export const resolverConflict = defineDiagnostic({
  code: 'resolver-conflict',
  severity: 'error',
  message: ({ callable, first, second }: { callable: string; first: string; second: string }) =>
    `The handler ${quote(callable)} is found by ${first} in one step and by ${second} in another.`,
  hint: () => 'Give both steps the same "resolver".',
});

/**
 * A step names a `publisher` that no class in the handlers' folder has as its `publisherName`. `A::B` and `A.B` are
 * the same name.
 *
 * **Fix:** correct the name, or export a class that extends `BasePublisher` and has it; without `publisher` the
 * standard one publishes.
 *
 * @example
 * ```json
 * {"name": "Shop::OrderPublishr", "dir": "lambdas", "available": ["Shop::OrderPublisher"], "suggest": "Shop::OrderPublisher"}
 * ```
 */
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

/**
 * Two publishers in the folder have the same `publisherName`.
 *
 * **Fix:** rename one of them.
 *
 * @example
 * ```json
 * {"name": "Shop::OrderPublisher", "first": "lambdas/order.ts", "second": "lambdas/orders.ts"}
 * ```
 */
export const publisherConflict = defineDiagnostic({
  code: 'publisher-conflict',
  severity: 'error',
  message: ({ name, first, second }: { name: string; first: string; second: string }) =>
    `Two publishers are named ${quote(name)}: one in ${quote(first)}, one in ${quote(second)}.`,
  hint: () => 'Rename one of them.',
});

/**
 * A handler's file cannot be bundled; the message holds the bundler's reason.
 *
 * **Fix:** correct the file.
 *
 * @example
 * ```json
 * {"file": "lambdas/charge.ts", "reason": "Could not resolve \"./bank.ts\""}
 * ```
 */
export const handlerBuildFailed = defineDiagnostic({
  code: 'handler-build-failed',
  severity: 'error',
  message: ({ file, reason }: { file: string; reason: string }) =>
    `The handler file ${quotePath(file)} cannot be built: ${reason}`,
});

/**
 * The code of a handler's module runs when it is loaded, before any step does. It threw then, or it ended its process. The place is
 * the line of the project's own code that failed, where one is known.
 *
 * **Fix:** mend that line. What depends on settings or on other services belongs into the handler's method, where a failure
 * is one of the step and is tried again.
 *
 * @example
 * ```json
 * {"callables": ["Shop::ChargeHandler"], "reason": "Error: BANK_URL is not set"}
 * ```
 */
export const handlerLoadFailed = defineDiagnostic({
  code: 'handler-load-failed',
  severity: 'error',
  message: ({ callables, reason }: { callables: readonly string[]; reason: string }) =>
    `The code of the handler${callables.length > 1 ? 's' : ''} ${listOf(callables, 'and')} fails while it is loaded: ${reason}`,
  hint: () => 'Mend it, or move it into a method of the handler, which runs with the step.',
});

/**
 * A file may hold handlers in a language whose interpreter is not on this machine, or is too old. Its handlers are not
 * found: a template that names one has [handler-not-found](#handler-not-found), too.
 *
 * **Fix:** install the interpreter, or name its command in the variable that the hint says. Projects without such
 * files need none.
 *
 * @example
 * ```json
 * {"file": "lambdas/charge.py", "needs": "Python 3.10 or later", "reason": "\"python3\" was not found"}
 * ```
 */
export const interpreterNotFound = defineDiagnostic({
  code: 'interpreter-not-found',
  severity: 'warning',
  message: ({ file, needs, reason }: { file: string; needs: string; reason: string }) =>
    `${quotePath(file)} needs ${needs}: ${reason}. Its handlers are not found.`,
  hint: ({ needs }) =>
    `Install ${needs}, or name its command in the variable TASKER_SFN_${needs.split(' ')[0]?.toUpperCase()}.`,
});

/**
 * A handler in Python or Ruby needs a package that nothing provides: there is no module of that name in the project, and
 * the requirements do not install it.
 *
 * **Fix:** add the package to `requirements.txt`, or the gem to `Gemfile` and `Gemfile.lock`, which lie beside the
 * handlers or in a folder above them. Where a layer has it, name it in `external` of `bundling`.
 *
 * @example
 * ```json
 * {"name": "httpx", "file": "lambdas/charge.py"}
 * ```
 */
export const moduleNotRequired = defineDiagnostic({
  code: 'module-not-required',
  severity: 'error',
  message: ({ name, file }: { name: string; file: string }) =>
    `${quotePath(file)} imports ${quote(name)}, which is neither a module of the project nor a package that its requirements install.`,
  hint: ({ name, file }) =>
    `Add ${file.endsWith('.rb') ? 'the gem to "Gemfile" and "Gemfile.lock"' : 'the package to "requirements.txt"'} beside the handlers or above them, or ${quote(name)} to "external" of "bundling" where a layer has it.`,
});

/**
 * pip or bundler cannot install the requirements for the functions; the message holds its reason. Functions run on
 * Linux, so that Python packages with native code need a wheel for it and for the processor of the functions. Gems with
 * native code cannot be built for it here.
 *
 * **Fix:** require versions that have such wheels, or set `architecture` of the functions to the other processor. Else
 * put the package or the gem into a layer (the prop `layers` of the step), and name it in `external` of `bundling`:
 * then it is left out.
 *
 * @example
 * ```json
 * {"file": "requirements.txt", "reason": "No matching distribution found for httpx==99"}
 * ```
 */
export const requirementsFailed = defineDiagnostic({
  code: 'requirements-failed',
  severity: 'error',
  message: ({ file, reason }: { file: string; reason: string }) =>
    `The packages that ${quotePath(file)} requires cannot be installed for the functions: ${reason}.`,
  hint: ({ file }) =>
    file.endsWith('Gemfile.lock')
      ? 'Correct "Gemfile" and "Gemfile.lock", or put the gem into a layer and name it in "external" of "bundling".'
      : 'Require versions that have wheels for Linux, set the "architecture" of the functions to the other one, or put the package into a layer and name it in "external" of "bundling".',
});

/**
 * A package loads a native module (a `.node` file). No bundle can hold it, so the function could not load its code on
 * Lambda, though all is well where the package is installed.
 *
 * **Fix:** deploy the package beside the bundle, with the prop `bundling: { nodeModules: ['sharp'] }` of
 * `TaskerWorkflow`, installed for Lambda's system: `npm install --os=linux --cpu=arm64 sharp`. Local runs take the
 * same as `--bundling '{"nodeModules":["sharp"]}'`, and use what is installed for this machine.
 *
 * @example
 * ```json
 * {"name": "sharp"}
 * ```
 */
export const nativeModule = defineDiagnostic({
  code: 'native-module',
  severity: 'error',
  message: ({ name }: { name: string }) =>
    `${quote(name)} loads a native module, which a bundle cannot hold: Lambda will not find it.`,
  hint: ({ name }) =>
    `Deploy the package beside the bundle: "bundling: { nodeModules: [${quote(name)}] }" of TaskerWorkflow, or --bundling on the command line.`,
});

/**
 * A package that `nodeModules` of `bundling` names, or one that it depends on, is not installed.
 *
 * **Fix:** install it, or correct its name.
 *
 * @example
 * ```json
 * {"name": "sharp", "from": "lambdas"}
 * ```
 */
export const packageNotInstalled = defineDiagnostic({
  code: 'package-not-installed',
  severity: 'error',
  message: ({ name, from }: { name: string; from: string }) =>
    `The package ${quote(name)} is to be deployed beside the bundles, but is not installed (looked for from ${quotePath(from)}).`,
  hint: ({ name }) => `Install it ("npm install ${name}"), or correct its name in "nodeModules".`,
});

/**
 * A package of `nodeModules` is installed for another system than the function's (operating system, processor, C
 * library), or the packages need it in two versions, of which one folder can hold but one.
 *
 * **Fix:** install it for that system, as the hint says, or bundle one of those that need it.
 *
 * @example
 * ```json
 * {"name": "sharp", "reason": "is installed for another system than linux on arm64", "fix": "Run \"npm install --os=linux --cpu=arm64 sharp\"."}
 * ```
 */
export const packageUnfit = defineDiagnostic({
  code: 'package-unfit',
  severity: 'error',
  message: ({ name, reason }: { name: string; reason: string; fix: string }) =>
    `The package ${quote(name)} cannot be deployed beside the bundles: it ${reason}.`,
  hint: ({ fix }) => fix,
});

/**
 * A handler, or a package that it uses, loads a module whose name is computed when it runs, or requires one by
 * `createRequire`. The bundler cannot know which one that is, or does not follow it.
 *
 * **Fix:** if it is needed, deploy the package beside the bundle (`nodeModules`, as above), or write the name as a
 * plain string of `import` or `require`.
 *
 * @example
 * ```json
 * {"name": "pino"}
 * ```
 */
export const computedName = defineDiagnostic({
  code: 'computed-module-name',
  severity: 'warning',
  message: ({ name }: { name: string }) =>
    `${quote(name)} loads a module by a computed name or by "createRequire". The bundler cannot see which one, so the bundle does not have it.`,
  hint: ({ name }) =>
    `Write the name as plain text, or deploy the package beside the bundle: "bundling: { nodeModules: [${quote(name)}] }" of TaskerWorkflow.`,
});
