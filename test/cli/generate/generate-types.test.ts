import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli } from '../../../lib/cli/cli.ts';
import { dedent } from '../../support/dedent.ts';
import { fakeIo } from '../fake-io.ts';
import { BROKEN, ORDER, project } from '../project.ts';
import { AWKWARD } from './awkward.ts';

async function generate(text: string, ...flags: string[]) {
  const cwd = project({ 'order.yaml': text });
  const io = fakeIo({ cwd });
  const code = await cli(['generate', 'types', 'order.yaml', ...flags], io);
  return { code, out: io.out(), err: io.err(), cwd };
}

const schemas = `
input_schema:
  type: object
  required: [cart]
  properties:
    cart: { type: integer, description: The number of the cart }
    gift: { type: boolean }
`;

const charged = ORDER.replace(
  'dependencies: [reserve]',
  `dependencies: [reserve]
    result_schema: { type: object, required: [payment], properties: { payment: { type: string } } }`,
);

describe('generate types', () => {
  it('makes types of the context, of the results, and of all steps', async () => {
    const { code, out, err } = await generate(charged + schemas);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(
      dedent`
        /** Types of shop/order 1.0.0, made by "tasker-sfn generate types". Do not edit. */

        export interface OrderTask {
          namespace: 'shop';
          name: 'order';
          version: '1.0.0';
          context: OrderContext;
          steps: OrderSteps;
        }
        export interface OrderContext {
          /**
           * The number of the cart
           */
          cart: number;
          gift?: boolean;
        }
        export interface OrderSteps {
          reserve: ReserveResult;
          charge: ChargeResult;
          pack: PackResult;
          ship: ShipResult;
        }
        export interface ReserveResult {
          [k: string]: unknown;
        }
        export interface ChargeResult {
          payment: string;
        }
        export interface PackResult {
          [k: string]: unknown;
        }
        export interface ShipResult {
          [k: string]: unknown;
        }

        /**
         * By step, what its handler is given and what it returns: \`StepHandler<OrderHandlers['…']>\`, \`StepContext<OrderHandlers['…']>\`.
         */
        export interface OrderHandlers {
          reserve: {
            input: OrderTask['context'];
            results: Record<never, never>;
            result: OrderTask['steps']['reserve'];
          };
          charge: {
            input: OrderTask['context'];
            results: {
              reserve: OrderTask['steps']['reserve'];
            };
            result: OrderTask['steps']['charge'];
          };
          pack: {
            input: OrderTask['context'];
            results: {
              reserve: OrderTask['steps']['reserve'];
            };
            result: OrderTask['steps']['pack'];
          };
          ship: {
            input: OrderTask['context'];
            results: {
              charge: OrderTask['steps']['charge'];
              pack: OrderTask['steps']['pack'];
              reserve: OrderTask['steps']['reserve'];
            };
            result: OrderTask['steps']['ship'];
          };
        }
      `,
    );
  });

  it('writes them to a file', async () => {
    const { code, out, cwd } = await generate(charged, '-o', 'order-types.ts');
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(readFileSync(join(cwd, 'order-types.ts'), 'utf8')).toBe((await generate(charged)).out);
  });

  it('says where branches join that a step may not have run', async () => {
    const step = (name: string, rest: string) => `  - { name: ${name}, handler: { callable: ${name} }, ${rest} }\n`;
    const head = 'name: order\nnamespace_name: shop\nversion: 1.0.0\nsteps:\n';
    const { out } = await generate(
      head +
        step('start', 'type: standard') +
        step('choose', 'type: decision, dependencies: [start]') +
        step('left', 'dependencies: [choose]') +
        step('right', 'dependencies: [choose]') +
        step('join', 'type: deferred_convergence, dependencies: [left, right]'),
    );
    const join = out.slice(out.indexOf('  join: {'));
    expect(join).toContain("      left: OrderTask['steps']['left'] | null;\n");
    expect(join).toContain("      start: OrderTask['steps']['start'];\n");
    expect(out.slice(0, out.indexOf('  join: {'))).not.toContain('| null');
  });

  it('gives every type a name of its own that TypeScript can read', async () => {
    const { code, out } = await generate(AWKWARD);
    expect(code).toBe(0);
    const names = [...out.matchAll(/^export (?:interface|type) (\S+)/gm)].map(([, name]) => name!);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[A-Z][A-Za-z0-9]*$/);
    expect(names).toContain('OddNameResult');
    expect(names).toContain('ABResult');
    expect(names).toContain('ABResult1');
  });

  it('understands references within a schema, as each schema means them', async () => {
    const { out } = await generate(AWKWARD);
    expect(out).toContain('  address: Address;\n  child: OrderOf2NdKindContext;\n');
    expect(out).toContain('export type ABResult = Address1;');
    expect(out).toMatch(/export interface Address \{\n[^}]*street: string;\n\}/);
    expect(out).toMatch(/export interface Address1 \{\n {2}zip: string \| null;\n\}/);
  });

  it('gives the same text for the same template', async () => {
    expect((await generate(AWKWARD)).out).toBe((await generate(AWKWARD)).out);
  });

  it.each([
    ['{ $ref: "https://example.com/a.json" }', 'https://example.com/a.json'],
    ['{ $ref: "other.yaml#/a" }', 'other.yaml#/a'],
    ['{ properties: { a: { $ref: "#/nowhere" } } }', '#/nowhere'],
  ])('follows no reference that leads elsewhere: %s', async (schema, reference) => {
    const { code, out, err } = await generate(`${ORDER}input_schema: ${schema}\n`);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(`error[unresolved-reference]: The reference "${reference}" leads to no schema.`);
  });

  it('reports the mistakes of the template', async () => {
    const { code, out, err } = await generate(BROKEN);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('error[unknown-dependency]');
    const io = fakeIo({ cwd: project({}) });
    expect(await cli(['generate', 'types', 'nowhere.yaml'], io)).toBe(1);
    expect(io.err()).toContain('error[file-not-found]');
  });

  it('cannot write into a folder, and wants a template', async () => {
    const { code, err } = await generate(ORDER, '-o', '.');
    expect(code).toBe(2);
    expect(err).toBe('error: The file "." cannot be written: it is a folder.\n');
    expect(await cli(['generate', 'types'], fakeIo())).toBe(2);
    expect(await cli(['generate'], fakeIo())).toBe(2);
    expect(await cli(['generate', 'handlers', 'x'], fakeIo())).toBe(2);
  });
});
