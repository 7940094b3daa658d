import { bashScript } from './bash-script.ts';
import type { CommandNode } from './command-tree.ts';

/** The script for zsh, which understands the completions of bash. */
export function zshScript(program: CommandNode): string {
  const [, ...lines] = bashScript(program).split('\n');
  return `# Completion of tasker-sfn for zsh: source <(tasker-sfn completion zsh)
autoload -Uz compinit bashcompinit
(( $+functions[compdef] )) || compinit
bashcompinit
${lines.join('\n')}`;
}
