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
