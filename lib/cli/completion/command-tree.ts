import type { Command } from 'commander';

/** What can be written at one point of the command line. */
export interface CommandNode {
  /** The commands that lead here: `[]` for the program, `['task', 'list']`. */
  readonly path: readonly string[];
  readonly description: string;
  readonly commands: readonly CommandNode[];
  /** The values that its argument takes; none where it takes any. */
  readonly choices: readonly string[];
  readonly flags: readonly FlagNode[];
}

export interface FlagNode {
  /** Such as `--sync`. */
  readonly long: string;
  /** Such as `-o`. */
  readonly short: string | undefined;
  readonly description: string;
  readonly takesValue: boolean;
  /** The values that it takes; none where it takes any. */
  readonly choices: readonly string[];
}

/** The commands and flags that the help shows. */
export function commandTree(command: Command, path: readonly string[] = []): CommandNode {
  const help = command.createHelp();
  return {
    path,
    description: command.description(),
    commands: help
      .visibleCommands(command)
      .filter((inner) => inner.name() !== 'help')
      .map((inner) => commandTree(inner, [...path, inner.name()])),
    choices: command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
    flags: help
      .visibleOptions(command)
      .flatMap(({ long, short, description, required, optional, argChoices }) =>
        typeof long !== 'string'
          ? []
          : [{ long, short, description, takesValue: required || optional, choices: argChoices ?? [] }],
      ),
  };
}

/** What a node can be followed by, but for flags: commands, or values of its argument. */
export function wordsAfter({ commands, choices }: CommandNode): readonly string[] {
  return [...commands.map(({ path }) => path.at(-1) ?? ''), ...choices];
}

/** A node and all below it. */
export function allNodes(node: CommandNode): readonly CommandNode[] {
  return [node, ...node.commands.flatMap(allNodes)];
}
