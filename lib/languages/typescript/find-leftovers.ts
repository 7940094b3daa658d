import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import type { SourceLocation, SourceProblem } from '../source-problem.ts';

/** How esbuild begins the function by which a bundle requires what it does not hold. */
const HELPER = /([\w$]+)=\(\w+=>typeof require<"u"\?require:/;
/** A plain text, as the argument of `require`, `import` or of what resolves. */
const PLAIN = /^\(\s*(?:"[^"]*"|'[^']*'|`[^`$]*`)/;
/** Packages whose business it is to find native modules in a folder. */
const FINDERS = /[\\/]node_modules[\\/](bindings|node-gyp-build|@mapbox[\\/]node-pre-gyp|node-pre-gyp)[\\/]/;

/** What Node.js has itself, as an argument. */
const BUILTIN = `["'\`](?:node:|(?:${builtinModules.join('|')})["'\`])`;
/** A native module by its name: more than its extension, which lists of extensions have too. */
const NATIVE = /[\w}]\.node[`'"]/;
/** How an ES module comes to a `require` of its own, which bundlers do not follow. */
const OWN_REQUIRE = /(?<![\w$.])([\w$]+)\s*=\s*createRequire\s*\(/g;

/**
 * What a bundle leaves to be found when it runs, and that Lambda will not have: native modules, modules whose name is
 * computed, and those that an ES module requires by `createRequire`. `inputs` are the files that the bundle is made from.
 */
export function findLeftovers(code: string, inputs: readonly string[]): readonly SourceProblem[] {
  const computed = computedNames(code);
  const finder = inputs.find((input) => FINDERS.test(input));
  const places = inputs.flatMap((file) => placesIn(file, computed.length > 0));
  const native = finder ?? places.find(({ text }) => NATIVE.test(text))?.location.file;
  if (native !== undefined) return [{ kind: 'native-module', location: startOf(native) }];
  const [first] = places;
  return first === undefined ? [] : [{ kind: 'computed-name', location: first.location }];
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

interface Place {
  readonly location: SourceLocation;
  /** The source that loads something there. */
  readonly text: string;
}

/** The places in a source that load what the bundler cannot see. `isComputed` says whether the bundle computes names at all. */
function placesIn(file: string, isComputed: boolean): readonly Place[] {
  const text = readFileSync(file, 'utf8');
  const own = [...text.matchAll(OWN_REQUIRE)].map(([, name]) => name!.replaceAll('$', '\\$'));
  const patterns = [
    ...(isComputed ? [/(?<![\w$.])(?:require|import)(?=\(\s*(?!["'\s)])(?!`[^`$]*`))/] : []),
    ...(own.length === 0 ? [] : [new RegExp(`(?<![\\w$.])(?:${own.join('|')})(?=\\(\\s*(?!${BUILTIN})[^)\\s])`)]),
  ];
  return text.split('\n').flatMap((line, index): Place[] => {
    if (/^\s*(?:\/\/|\*)/.test(line)) return [];
    const column = patterns.map((pattern) => line.search(pattern)).find((found) => found !== -1);
    return column === undefined ? [] : [{ location: { file, line: index + 1, column: column + 1 }, text }];
  });
}

function startOf(file: string): SourceLocation {
  return { file, line: 1, column: 1 };
}
