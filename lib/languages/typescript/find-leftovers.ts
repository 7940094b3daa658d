import { readFileSync } from 'node:fs';
import type { SourceLocation, SourceProblem } from '../source-problem.ts';

/** How esbuild begins the function by which a bundle requires what it does not hold. */
const HELPER = /([\w$]+)=\(\w+=>typeof require<"u"\?require:/;
/** A plain text, as the argument of `require`, `import` or of what resolves. */
const PLAIN = /^\(\s*(?:"[^"]*"|'[^']*'|`[^`$]*`)/;
/** Packages whose business it is to find native modules in a folder. */
const FINDERS = /[\\/]node_modules[\\/](bindings|node-gyp-build|@mapbox[\\/]node-pre-gyp|node-pre-gyp)[\\/]/;

/**
 * What a bundle leaves to be found when it runs, and that Lambda will not have: native modules, and modules whose name is
 * computed. `inputs` are the files that the bundle is made from.
 */
export function findLeftovers(code: string, inputs: readonly string[]): readonly SourceProblem[] {
  const computed = computedNames(code);
  const finder = inputs.find((input) => FINDERS.test(input));
  const native = computed.filter((text) => text.includes('.node'));
  if (finder !== undefined || native.length > 0) {
    const file = finder ?? inputs.find((input) => /\.node[`'"]/.test(readFileSync(input, 'utf8')));
    return [{ kind: 'native-module', location: startOf(file ?? inputs[0] ?? '') }];
  }
  if (computed.length === 0) return [];
  return [{ kind: 'computed-name', location: locateComputed(inputs) }];
}

/** The computed arguments of `require` and `import` in minified code, each cut after some characters. */
function computedNames(code: string): readonly string[] {
  const helper = HELPER.exec(code)?.[1];
  const callees = [...(helper === undefined ? [] : [helper.replaceAll('$', '\\$')]), 'import'];
  const calls = new RegExp(`(?<![\\w$.])(?:${callees.join('|')})(?=\\()`, 'g');
  return [...code.matchAll(calls)]
    .map(({ 0: { length }, index }) => code.slice(index + length, index + length + 120))
    .filter((argument) => !PLAIN.test(argument));
}

/** The first place in the sources that computes what it loads. */
function locateComputed(inputs: readonly string[]): SourceLocation {
  for (const file of inputs) {
    const lines = readFileSync(file, 'utf8').split('\n');
    for (const [index, line] of lines.entries()) {
      const found = /(?<![\w$.])(?:require|import)(?=\(\s*(?!["'\s)])(?!`[^`$]*`))/.exec(line);
      if (found !== null && !/^\s*(?:\/\/|\*)/.test(line)) return { file, line: index + 1, column: found.index + 1 };
    }
  }
  return startOf(inputs[0] ?? '');
}

function startOf(file: string): SourceLocation {
  return { file, line: 1, column: 1 };
}
