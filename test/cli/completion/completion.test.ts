import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { cli } from '../../../lib/cli/cli.ts';
import { fakeIo } from '../fake-io.ts';

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

describe('completion', () => {
  it.each([
    { words: ['va'], offers: ['validate'] },
    { words: ['task', 'time'], offers: ['timeline'] },
    { words: ['run', 'templates/order.yaml', '--rep'], offers: ['--report'] },
    { words: ['plan', '--sync', ''], offers: ['barriers', 'exact'] },
    { words: ['generate', 'types', 'run.yaml', '-'], offers: ['--output', '-o', '--watch', '--json', '--help', '-h'] },
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
});
