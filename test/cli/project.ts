import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Makes a folder with files in it, for one test. */
export function project(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'tasker-sfn-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** A diamond of four steps. */
export const ORDER = `
name: order
namespace_name: shop
version: 1.0.0
steps:
  - name: reserve
    handler: { callable: Shop::ReserveHandler }
  - name: charge
    handler: { callable: Shop::ChargeHandler }
    dependencies: [reserve]
    retry: { max_attempts: 3, backoff: exponential, backoff_base_ms: 2000, max_backoff_ms: 30000 }
  - name: pack
    handler: { callable: Shop::PackHandler }
    dependencies: [reserve]
  - name: ship
    handler: { callable: Shop::ShipHandler }
    dependencies: [charge, pack]
`;

/** a → c, a → d, b → d: the smallest graph that is not series-parallel. */
export const CROSSED = `
name: crossed
namespace_name: shop
version: 1.0.0
steps:
  - { name: a, handler: { callable: A } }
  - { name: b, handler: { callable: B } }
  - { name: c, handler: { callable: C }, dependencies: [a] }
  - { name: d, handler: { callable: D }, dependencies: [a, b] }
`;

/** Handlers of {@link CROSSED}; each step tells whose results it saw. */
export const CROSSED_HANDLERS = `
import { defineHandler } from '@tasker-systems/tasker';

const saw = (context) => ({ saw: Object.keys(context.dependencyResults).sort() });
export const A = defineHandler('A', {}, async ({ context }) => saw(context));
export const B = defineHandler('B', {}, async ({ context }) => saw(context));
export const C = defineHandler('C', {}, async ({ context }) => saw(context));
export const D = defineHandler('D', {}, async ({ context }) => saw(context));
`;

/** Two mistakes: an unknown dependency and a missing callable. */
export const BROKEN = `
name: broken
namespace_name: shop
version: 1.0.0
steps:
  - name: reserve
    handler: { callable: Shop::ReserveHandler }
  - name: ship
    handler: {}
    dependencies: [resreve]
`;
