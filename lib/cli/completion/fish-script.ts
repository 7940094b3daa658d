import { allNodes, type CommandNode, type FlagNode } from './command-tree.ts';

/** The script for fish, with what each command and flag does. */
export function fishScript(program: CommandNode): string {
  const lines = allNodes(program).flatMap((node) => [
    ...node.commands.map(({ path, description }) => offer(node, `-f -a ${path.at(-1) ?? ''}`, description)),
    ...node.choices.map((choice) => offer(node, `-f -a ${choice}`, '')),
    ...node.flags.map((flag) => offer(node, flagWords(flag), flag.description)),
  ]);
  return `# Completion of tasker-sfn for fish: tasker-sfn completion fish | source
${lines.join('\n')}
`;
}

function offer(node: CommandNode, what: string, description: string): string {
  return `complete -c tasker-sfn -n ${quoted(conditionOf(node))} ${what} -d ${quoted(description)}`;
}

/** When the command line has come to a node, and no further. */
function conditionOf({ path, commands }: CommandNode): string {
  if (path.length === 0) return '__fish_use_subcommand';
  const names = commands.map((command) => command.path.at(-1) ?? '');
  const seen = path.map((name) => `__fish_seen_subcommand_from ${name}`);
  return [...seen, ...(names.length === 0 ? [] : [`not __fish_seen_subcommand_from ${names.join(' ')}`])].join(
    '; and ',
  );
}

function flagWords({ long, short, takesValue, choices }: FlagNode): string {
  const words = [`-l ${long.replace(/^--/, '')}`];
  if (short !== undefined) words.push(`-s ${short.replace('-', '')}`);
  if (choices.length > 0) words.push(`-x -a ${quoted(choices.join(' '))}`);
  else if (takesValue) words.push('-r');
  return words.join(' ');
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
