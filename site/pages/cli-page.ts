import type { Argument, Command, Option } from 'commander';

/** The reference of the command line, from the definitions of its commands: what `--help` tells, on one page. */
export function cliPage(program: Command): string {
  const commands = leavesOf(program, []);
  const groups = [...new Set(commands.map(({ path: [first = ''] }) => first))];
  return `<!-- Made from the commands by "npm run golden". Do not edit. -->

# Command line

\`npx tasker-sfn <command> --help\` shows the same. Results go to standard output; diagnostics and progress go to standard error.
[JSON output and exit codes](json.md) has the shapes of \`--json\`, and what a command ends with.

| command | does |
| --- | --- |
${commands.map(({ path, command }) => `| [\`${path.join(' ')}\`](#${path.join('-')}) | ${cell(command.description())} |`).join('\n')}

${groups
  .map((group) =>
    commands
      .filter(({ path }) => path[0] === group)
      .map(sectionOf)
      .join('\n'),
  )
  .join('\n')}`;
}

interface Leaf {
  readonly path: readonly string[];
  readonly command: Command;
}

function leavesOf(command: Command, path: readonly string[]): readonly Leaf[] {
  if (command.commands.length === 0) return [{ path, command }];
  return command.commands.flatMap((inner) => leavesOf(inner, [...path, inner.name()]));
}

function sectionOf({ path, command }: Leaf): string {
  const args = command.registeredArguments;
  const options = command
    .createHelp()
    .visibleOptions(command)
    .filter(({ long }) => long !== '--help');
  const line = ['tasker-sfn', ...path, ...args.map(wordOf), ...(options.length > 0 ? ['[options]'] : [])].join(' ');
  return [
    `## ${path.join(' ')}`,
    '',
    command.description(),
    '',
    '```text',
    line,
    '```',
    '',
    ...table(
      'argument',
      args.map((each) => [`\`${each.name()}\``, argumentText(each)]),
    ),
    ...table(
      'flag',
      options.map((each) => [`\`${each.flags}\``, optionText(each)]),
    ),
  ].join('\n');
}

function wordOf(argument: Argument): string {
  const word = argument.variadic ? `${argument.name()}...` : argument.name();
  return argument.required ? `<${word}>` : `[${word}]`;
}

function argumentText({ description, argChoices }: Argument): string {
  return description + choicesText(argChoices);
}

function optionText({ description, argChoices, defaultValue, negate }: Option): string {
  const standard: unknown = negate ? undefined : defaultValue;
  const ends =
    standard === undefined
      ? ''
      : ` (default: \`${typeof standard === 'string' ? standard : JSON.stringify(standard)}\`)`;
  return description + choicesText(argChoices) + ends;
}

function choicesText(choices: readonly string[] | undefined): string {
  return choices === undefined ? '' : ` (${choices.map((each) => `\`${each}\``).join(', ')})`;
}

function table(head: string, rows: readonly (readonly [string, string])[]): readonly string[] {
  if (rows.length === 0) return [];
  return [
    `| ${head} | meaning |`,
    '| --- | --- |',
    ...rows.map(([name, text]) => `| ${cell(name)} | ${cell(text)} |`),
    '',
  ];
}

/** Text in a cell of a table: bars would end it, and angle brackets would be HTML. */
function cell(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : part.replaceAll('<', '&lt;').replaceAll('{{', '{&#123;')))
    .join('')
    .replaceAll('|', '\\|');
}
