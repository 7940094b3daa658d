import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli } from '../../../lib/cli/cli.ts';
import { dedent } from '../../support/dedent.ts';
import { hasRuby } from '../../support/has-ruby.ts';
import { fakeIo } from '../fake-io.ts';
import { ORDER, project } from '../project.ts';
import { AWKWARD } from './awkward.ts';

async function generate(text: string) {
  const cwd = project({ 'order.yaml': text });
  const io = fakeIo({ cwd });
  const code = await cli(['generate', 'types', 'order.yaml', '--language', 'ruby'], io);
  return { code, out: io.out(), err: io.err(), cwd };
}

const context = (schema: string) => `${ORDER}input_schema: ${schema}\n`;

describe('generate types --language ruby', () => {
  it('makes structs of the context and the results', async () => {
    const { code, out, err } = await generate(
      context(
        `{type: object, required: [cart], properties: {cart: {type: integer, description: "The number\\nof the cart"}, gift: {type: boolean}, to: {type: object, properties: {street: {type: [string, "null"]}}}}}`,
      ),
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(dedent`
      # frozen_string_literal: true

      # Types of shop/order 1.0.0, made by "tasker-sfn generate types". Do not edit.

      module Shop
        module OrderTypes
          OrderContext = Struct.new(
            # The number
            # of the cart
            :cart, # Integer
            :gift, # Boolean, nil
            :to, # OrderContextTo, nil
            keyword_init: true
          ) do
            # Members that may be missing are left out where they are nil.
            def to_h
              super.reject { |name, value| value.nil? && [:gift, :to].include?(name) }
            end
          end

          OrderContextTo = Struct.new(
            :street, # String, nil
            keyword_init: true
          ) do
            # Members that may be missing are left out where they are nil.
            def to_h
              super.reject { |name, value| value.nil? && [:street].include?(name) }
            end
          end

          # Hash{String => Object}
          ReserveResult = Hash

          # Hash{String => Object}
          ChargeResult = Hash

          # Hash{String => Object}
          PackResult = Hash

          # Hash{String => Object}
          ShipResult = Hash

          OrderSteps = Struct.new(
            :reserve, # ReserveResult
            :charge, # ChargeResult
            :pack, # PackResult
            :ship, # ShipResult
            keyword_init: true
          )
        end
      end
    `);
  });

  it.each([
    ['{type: string, enum: [a, b]}', '"a", "b"'],
    ['{const: true}', 'true'],
    ['{enum: [1, null, 1.5]}', '1, nil, Float'],
    ['{type: array, items: {type: string}}', 'Array<String>'],
    ['{type: object, additionalProperties: {type: number}}', 'Hash{String => Float}'],
    ['{anyOf: [{type: string}, {type: integer}, {type: string}]}', 'String, Integer'],
    ['{}', 'Object'],
  ])('understands %s', async (schema, type) => {
    const { out } = await generate(context(`{type: object, required: [x], properties: {x: ${schema}}}`));
    expect(out).toContain(`      :x, # ${type}\n`);
  });

  it.skipIf(!hasRuby)('makes a file that Ruby reads, whatever the template is', async () => {
    const { code, out, cwd } = await generate(AWKWARD);
    expect(code).toBe(0);
    writeFileSync(join(cwd, 'made.rb'), out);
    const read = `
require 'json'
require './made'
types = Shop::OrderOf2ndKindTypes
told = types.constants.to_h { |name| [name, types.const_get(name)] }.select { |_, type| type < Struct }
puts JSON.generate(told.transform_values(&:members))`;
    const { stdout, stderr } = spawnSync('ruby', ['-e', read], { cwd, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({
      OrderOf2ndKindContext: expect.arrayContaining(['child', 'open']),
      ClassResult: expect.arrayContaining(['$ref', '1']),
      OrderOf2ndKindSteps: expect.arrayContaining(['a-b', '2 odd. name']),
    });
  });
});
