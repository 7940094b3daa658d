import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileFiles } from '../../lib/project/index.ts';
import { ORDER, project } from '../cli/project.ts';

describe('compileFiles', () => {
  it('goes on after what cannot be read, and tells all of it', () => {
    const folder = project({
      't/order.yaml': ORDER,
      't/latin1.yaml': Buffer.from('# \u00e9', 'latin1'),
      'b.yaml': ORDER,
    });
    execFileSync('mkfifo', [join(folder, 't/pipe.yaml')]);
    const { files, workflows, diagnostics } = compileFiles(['t', 'nowhere', 'b.yaml', './b.yaml'], { from: folder });
    expect(files).toEqual(['t/latin1.yaml', 't/order.yaml', './b.yaml']);
    expect(workflows).toHaveLength(2);
    expect(diagnostics.map(({ code, span }) => `${span.file.path}: ${code}`)).toEqual([
      't/pipe.yaml: unreadable-file',
      'nowhere: file-not-found',
      't/latin1.yaml: unreadable-file',
      './b.yaml: duplicate-template',
    ]);
  });

  it('plans by durations that templates share; only a template alone must have all their steps', () => {
    const other = ORDER.replace('name: order', 'name: other').replaceAll('reserve', 'hold');
    const folder = project({ 'a.yaml': ORDER, 'b.yaml': other });
    const durations = new Map([['hold', 5]]);
    expect(compileFiles(['.'], { from: folder, durations }).diagnostics).toEqual([]);
    expect(compileFiles(['a.yaml'], { from: folder, durations }).diagnostics).toMatchObject([
      { code: 'unknown-duration-step' },
    ]);
  });
});
