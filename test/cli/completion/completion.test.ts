import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli } from '../../../lib/cli/cli.ts';
import { fakeIo } from '../fake-io.ts';
import { project } from '../project.ts';

async function script(shell: string): Promise<string> {
  const io = fakeIo({ cwd: '/' });
  expect(await cli(['completion', shell], io)).toBe(0);
  return io.out();
}

/** What bash offers for a line, whose last word is being written. */
function offered(bash: string, ...words: readonly string[]): readonly string[] {
  const line = `COMP_WORDS=(${['tasker-sfn', ...words].map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}`;
  const { stdout, stderr } = spawnSync(
    'bash',
    ['-c', `${bash}\n${line}\n_tasker_sfn; printf '%s\\n' "\${COMPREPLY[@]}"`],
    {
      encoding: 'utf8',
    },
  );
  expect(stderr).toBe('');
  return stdout.split('\n').filter((word) => word !== '');
}

const isThere = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0;

/** What fish offers for a line, without what describes it. */
function offeredByFish(fish: string, line: string): readonly string[] {
  const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', `${fish}\ncomplete -C '${line}'`], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout.split('\n').flatMap((word) => word.split('\t')[0] || []);
}

/** Types a line into an interactive zsh, then Tab, and has the line that stands there then printed between colons. */
const TYPE_INTO_ZSH = String.raw`
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PS1=; source $1; echo re''ady"
zpty -r -m shell out '*ready*'
zpty -w -n shell "$2"$'\t\001'"echo ':"$'\005'":'"$'\n'
zpty -r -m shell out $'*\n:*:*'
print -r -- "$out"
zpty -d shell`;

/** The line as zsh completes it. */
function completedByZsh(script: string, line: string): string | undefined {
  const { stdout } = spawnSync('zsh', ['-f', '-c', TYPE_INTO_ZSH, 'zsh', script, line], {
    encoding: 'utf8',
    timeout: 20_000,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: tmpdir(), TERM: 'xterm' },
  });
  return /^:(.*?) *:$/m.exec(stdout.replaceAll('\r', ''))?.[1];
}

describe('completion', () => {
  it.each([
    { words: ['va'], offers: ['validate'] },
    { words: ['task', 'time'], offers: ['timeline'] },
    { words: ['run', 'templates/order.yaml', '--rep'], offers: ['--report'] },
    { words: ['plan', '--sync', ''], offers: ['barriers', 'exact'] },
    {
      words: ['generate', 'types', 'run.yaml', '-'],
      offers: ['--output', '-o', '--language', '--watch', '--json', '--help', '-h'],
    },
    { words: ['completion', ''], offers: ['bash', 'zsh', 'fish'] },
    // Files are the shell's business.
    { words: ['validate', 'templ'], offers: [] },
  ])('offers $offers in bash for $words', async ({ words, offers }) => {
    expect(offered(await script('bash'), ...words)).toEqual(offers);
  });

  it('offers every command', async () => {
    const commands = offered(await script('bash'), '');
    for (const name of ['validate', 'plan', 'run', 'local', 'task', 'completion']) expect(commands).toContain(name);
  });

  it('has scripts for zsh and fish, in which nothing ends a text too early', async () => {
    expect(await script('zsh')).toMatch(/^# .*\nautoload -Uz compinit bashcompinit\n[^]*complete -o default/);
    const lines = (await script('fish')).trim().split('\n').slice(1);
    for (const line of lines) expect(line).toMatch(/^complete -c tasker-sfn -n '[^']*' .* -d '(?:[^'\\]|\\.)*'$/);
    expect(lines).toContainEqual(
      expect.stringMatching(
        /'__fish_seen_subcommand_from task; and not __fish_seen_subcommand_from create .*-a timeline/,
      ),
    );
  });

  it('knows three shells', async () => {
    const io = fakeIo({ cwd: '/' });
    expect(await cli(['completion', 'csh'], io)).toBe(2);
    expect(io.err()).toContain('bash, zsh, fish');
  });

  it.skipIf(!isThere('fish'))('is what fish offers', async () => {
    const fish = await script('fish');
    expect(offeredByFish(fish, 'tasker-sfn va')).toEqual(['validate']);
    expect(offeredByFish(fish, 'tasker-sfn task time')).toEqual(['timeline']);
    expect(offeredByFish(fish, 'tasker-sfn run order.yaml --rep')).toEqual(['--report']);
    expect(offeredByFish(fish, 'tasker-sfn plan --sync ')).toEqual(['barriers', 'exact']);
    expect(offeredByFish(fish, 'tasker-sfn completion ')).toEqual(['bash', 'fish', 'zsh']);
  });

  it.skipIf(!isThere('zsh'))('completes a line in zsh', async () => {
    const file = join(project({ 'completion.zsh': await script('zsh') }), 'completion.zsh');
    expect(completedByZsh(file, 'tasker-sfn va')).toBe('tasker-sfn validate');
    expect(completedByZsh(file, 'tasker-sfn task time')).toBe('tasker-sfn task timeline');
    expect(completedByZsh(file, 'tasker-sfn run order.yaml --rep')).toBe('tasker-sfn run order.yaml --report');
    expect(completedByZsh(file, 'tasker-sfn plan --sync ex')).toBe('tasker-sfn plan --sync exact');
  });
});
