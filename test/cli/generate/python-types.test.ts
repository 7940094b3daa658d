import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli } from '../../../lib/cli/cli.ts';
import { dedent } from '../../support/dedent.ts';
import { hasPython } from '../../support/has-python.ts';
import { fakeIo } from '../fake-io.ts';
import { ORDER, project } from '../project.ts';
import { AWKWARD } from './awkward.ts';

async function generate(text: string) {
  const cwd = project({ 'order.yaml': text });
  const io = fakeIo({ cwd });
  const code = await cli(['generate', 'types', 'order.yaml', '--language', 'python'], io);
  return { code, out: io.out(), err: io.err(), cwd };
}

const context = (schema: string) => `${ORDER}input_schema: ${schema}\n`;

describe('generate types --language python', () => {
  it('makes dictionaries with known keys of the context and the results', async () => {
    const { code, out, err } = await generate(
      context(
        `{type: object, required: [cart], properties: {cart: {type: integer, description: "The number\\nof the cart"}, gift: {type: boolean}, to: {type: object, properties: {street: {type: [string, "null"]}}}}}`,
      ),
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(dedent`
      """Types of shop/order 1.0.0, made by "tasker-sfn generate types". Do not edit."""

      from __future__ import annotations

      from typing import Any, NotRequired, TypeAlias, TypedDict


      class OrderContext(TypedDict):
          # The number
          # of the cart
          cart: int
          gift: NotRequired[bool]
          to: NotRequired[OrderContextTo]


      class OrderContextTo(TypedDict):
          street: NotRequired[str | None]


      ReserveResult: TypeAlias = "dict[str, Any]"


      ChargeResult: TypeAlias = "dict[str, Any]"


      PackResult: TypeAlias = "dict[str, Any]"


      ShipResult: TypeAlias = "dict[str, Any]"


      class OrderSteps(TypedDict):
          reserve: ReserveResult
          charge: ChargeResult
          pack: PackResult
          ship: ShipResult
    `);
  });

  it.each([
    ['{type: string, enum: [a, b]}', 'Literal["a", "b"]'],
    ['{const: true}', 'Literal[True]'],
    ['{enum: [1, null, 1.5]}', 'Literal[1, None] | float'],
    ['{type: number}', 'float'],
    ['{type: array, items: {type: string}}', 'list[str]'],
    ['{type: array, prefixItems: [{type: string}, {type: integer}]}', 'list[str | int]'],
    ['{type: object, additionalProperties: {type: number}}', 'dict[str, float]'],
    ['{anyOf: [{type: string}, {type: integer}, {type: string}]}', 'str | int'],
    ['{oneOf: [{type: string}, {}]}', 'Any'],
    ['{allOf: [{}, {type: integer}]}', 'int'],
    ['{}', 'Any'],
    ['true', 'Any'],
  ])('understands %s', async (schema, type) => {
    const { out } = await generate(context(`{type: object, required: [x], properties: {x: ${schema}}}`));
    expect(out).toContain(`    x: ${type}\n`);
  });

  it('joins what an object has to be in all', async () => {
    const { out } = await generate(
      context(
        '{allOf: [{properties: {a: {type: string}}, required: [a]}, {$ref: "#/$defs/b"}], $defs: {b: {properties: {b: {type: integer}}}}}',
      ),
    );
    expect(out).toContain('class OrderContext(TypedDict):\n    a: str\n    b: NotRequired[int]\n');
  });

  it('writes keys that are no names, or hide a type, as texts', async () => {
    const { out } = await generate(
      context('{properties: {class: {type: string}, int: {type: integer}}, required: [int]}'),
    );
    expect(out).toContain('    {\n        "class": "NotRequired[str]",\n        "int": "int",\n    },\n');
    expect(out).toContain('import Any, NotRequired, TypeAlias, TypedDict');
  });

  it.skipIf(!hasPython)('makes a module that Python reads, whatever the template is', async () => {
    const { code, out, cwd } = await generate(AWKWARD);
    expect(code).toBe(0);
    writeFileSync(join(cwd, 'made.py'), out);
    const read = `
import json, made, typing
names = [name for name, each in vars(made).items() if hasattr(each, "__required_keys__")]
print(json.dumps({name: {key: str(kind) for key, kind in typing.get_type_hints(getattr(made, name)).items()} for name in names}))`;
    const { stdout, stderr } = spawnSync('python3', ['-c', read], { cwd, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({
      OrderOf2ndKindContext: { child: "<class 'made.OrderOf2ndKindContext'>", open: 'dict[str, float]' },
      ClassResult: { $ref: "<class 'str'>", 1: "<class 'str'>" },
      OrderOf2ndKindSteps: { 'a-b': "<class 'made.ABResult2'>", '2 odd. name': 'dict[str, typing.Any]' },
    });
  });
});
