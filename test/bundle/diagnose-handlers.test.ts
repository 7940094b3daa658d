import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diagnoseHandlers, type HandlerProblem } from '../../lib/bundle/index.ts';
import { renderDiagnostic } from '../../lib/diagnostics/render-diagnostic.ts';
import type { TaskTemplate } from '../../lib/template/task-template.ts';
import { parseTemplate } from '../../lib/template/parse-template.ts';
import { withSteps } from '../support/expect-diagnostics.ts';
import { makeFolder } from './handler-folder.ts';

const text = withSteps`
  - name: pack
    handler: { callable: Shop.Pack }
`;
const template = parseTemplate(text, 'orders.yaml').value as TaskTemplate;

/** What a user reads of a problem. */
function shown(problem: HandlerProblem): string {
  return diagnoseHandlers([problem], template, 'lambdas')
    .map((diagnostic) => renderDiagnostic(diagnostic))
    .join('\n');
}

describe('diagnoseHandlers', () => {
  it('names the folder that is missing, and blames no line of the template for it', () => {
    expect(shown({ kind: 'folder-missing', dir: 'lambdas' })).toBe(
      'lambdas:1:1: error[no-handlers-folder]: There is no folder "lambdas" with handlers.\n' +
        '  hint: Create it, or name the folder that holds the handlers.',
    );
  });

  it.each([
    [['Shop::Pakc'], 'Did you mean "Shop::Pakc"?'],
    [['A::B', 'A::C'], 'The folder has "A::B" and "A::C".'],
    [[], 'The folder has no handlers: export a class with a static "handlerName".'],
  ])('points at the callable that nobody exports, and says which handlers there are: %j', (available, hint) => {
    const rendered = shown({ kind: 'not-found', callable: 'Shop::Pack', dir: 'lambdas', available });
    expect(rendered).toContain('orders.yaml:6:24: error[handler-not-found]: No handler named "Shop::Pack" is exported');
    expect(rendered).toContain(`hint: ${hint}`);
  });

  it('points at both handlers of one name', () => {
    const file = join(makeFolder(), 'a.ts');
    writeFileSync(file, 'export class A {}\nexport class B {}\n');
    const [first, second] = [
      { file, line: 1, column: 14 },
      { file, line: 2, column: 14 },
    ];
    const rendered = shown({ kind: 'conflict', callable: 'Shop::Pack', first, second });
    expect(rendered).toContain(`${file}:2:14: error[handler-conflict]`);
    expect(rendered).toContain(`${file}:1:14: note: The other one stands here.`);
  });
});
