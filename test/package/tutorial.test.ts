import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { run } from './support/run.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../docs/tutorial.md'), 'utf8');
const folder = join(inject('project'), '../tutorial');

/** A block of the page: a file to write, or commands to run. */
interface Part {
  readonly file: string | undefined;
  readonly language: string;
  readonly note: string;
  readonly text: string;
}

const parts: readonly Part[] = [...page.matchAll(/(?:<!-- file: (\S+) -->\n)?^```(\w+) *(\w*)\n([^]*?)^```$/gm)].map(
  ([, file, language = '', note = '', text = '']) => ({ file, language, note, text }),
);

describe('the tutorial', () => {
  it('works from the first command to what would be deployed', () => {
    mkdirSync(folder);
    let cwd = folder;
    const printed: string[] = [];
    for (const { file, language, note, text } of parts) {
      if (file !== undefined) {
        mkdirSync(dirname(join(cwd, file)), { recursive: true });
        writeFileSync(join(cwd, file), text);
      } else if (language === 'sh' && note === '') {
        for (const line of text.replace(/\\\n/g, ' ').trim().split('\n')) {
          if (line.startsWith('cd ')) cwd = join(cwd, line.slice('cd '.length));
          else printed.push(run(cwd, 'bash', '-c', withPackage(line)));
        }
      }
    }
    const told = printed.join('\n');
    // Both of refund_payment and restock run beside each other; the tests of the page have run; a stack was made.
    expect(told).toMatch(/parallel\n├─ refund_payment\n└─ restock/);
    expect(told).toMatch(/refund\.test\.ts/);
    expect(readFileSync(join(cwd, 'cdk.out/Refund.template.json'), 'utf8')).toContain(
      'AWS::StepFunctions::StateMachine',
    );
  });

  it('says of each command that is not run here that it needs AWS, or goes on until it is stopped', () => {
    const notes = parts.filter(({ language }) => language === 'sh').map(({ note }) => note);
    expect(new Set(notes)).toEqual(new Set(['', 'aws', 'service']));
  });
});

/** The first command takes the package from the registry, where this build of it is not yet. */
function withPackage(line: string): string {
  if (!line.includes('tasker-sfn init')) return line;
  const entry = join(inject('project'), 'node_modules/tasker-sfn/dist/bin/tasker-sfn.js');
  return `${line.replace(/^npx tasker-sfn/, `node ${entry}`)} --tasker-sfn file:${inject('tarball')}`;
}
