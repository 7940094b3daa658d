import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { StateMachine } from '../../states-language/types.ts';

/** A CloudFormation template may have 1 MB, and a definition inside it grows by its escaped quotes. */
const MOST_INLINE = 400_000;

/**
 * The definition as CDK takes it: inside the template, or as an asset beside it when it is too large for that.
 *
 * @param machines Among so many the room in the template is shared.
 */
export function withDefinitionBody<T>(
  definition: StateMachine,
  machines: number,
  use: (body: sfn.DefinitionBody) => T,
): T {
  const text = JSON.stringify(definition);
  if (text.length <= MOST_INLINE / machines) return use(sfn.DefinitionBody.fromString(text));
  const folder = mkdtempSync(join(tmpdir(), 'tasker-sfn-definition-'));
  try {
    const file = join(folder, 'definition.asl.json');
    writeFileSync(file, text);
    // The asset is copied while the state machine is made, so the file may go right after.
    return use(sfn.DefinitionBody.fromFile(file));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
