import { allNodes, wordsAfter, type CommandNode } from './command-tree.ts';

/**
 * The script for bash: it walks the commands on the line, then offers what the last one takes. Where it offers nothing, bash
 * completes files.
 */
export function bashScript(program: CommandNode): string {
  const nodes = allNodes(program);
  const keys = nodes.filter(({ path }) => path.length > 0).map(({ path }) => quoted(path.join(' ')));
  const cases = nodes.map((node) => {
    const { path, flags } = node;
    const options = flags.flatMap(({ long, short }) => [long, ...(short === undefined ? [] : [short])]);
    return `    ${quoted(path.join(' '))}) follows=${quoted(wordsAfter(node).join(' '))} flags=${quoted(options.join(' '))} ;;`;
  });
  const values = nodes.flatMap(({ path, flags }) =>
    flags.flatMap(({ long, choices }) =>
      choices.length === 0 ? [] : [`    ${quoted([...path, long].join(' '))}) words=${quoted(choices.join(' '))} ;;`],
    ),
  );
  return `# Completion of tasker-sfn for bash: source <(tasker-sfn completion bash)
_tasker_sfn() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  local path='' next follows='' flags='' words='' index
  for ((index = 1; index < COMP_CWORD; index++)); do
    next="$path\${path:+ }\${COMP_WORDS[index]}"
    case "$next" in
      ${keys.join('|')}) path=$next ;;
    esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  case "$path\${path:+ }$previous" in
${values.join('\n')}
  esac
  if [ -z "$words" ]; then
    if [ "\${current#-}" != "$current" ]; then words=$flags; else words=$follows; fi
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _tasker_sfn tasker-sfn
`;
}

function quoted(text: string): string {
  return `'${text}'`;
}
