import type { JsonObject, JsonValue } from '../../json.ts';
import { auxiliaryName, groupName } from '../../contract/state-names.ts';
import type { AllBlock, Block, RunBlock, Sequence } from '../../flow/program.ts';
import type { Exit, NamedState } from '../fragment.ts';
import { slotPath } from '../paths/slot-path.ts';

/** The Pass that leaves a block as if each of its steps had been passed and found blocked. */
export function blockedState(block: RunBlock | AllBlock, exit: Exit): NamedState {
  const owner = block.kind === 'run' ? block.step.name : groupName(block.leads);
  return [
    auxiliaryName(owner, 'blocked'),
    { Type: 'Pass', Result: blockedEntry(block), ResultPath: slotPath(block.slot), ...exit },
  ];
}

/** What a blocked block leaves in its slot. */
function blockedEntry(block: RunBlock | AllBlock): JsonValue {
  switch (block.kind) {
    case 'run':
      return { blocked: block.step.name };
    case 'all':
      return block.branches.map(blockedContainer);
  }
}

/** What a branch of a blocked group returns. */
function blockedContainer(sequence: Sequence): JsonObject {
  return Object.fromEntries(
    sequence.map(({ block }) => {
      const body = bodyOf(block);
      return [body.slot.member, blockedEntry(body)];
    }),
  );
}

function bodyOf(block: Block): RunBlock | AllBlock {
  switch (block.kind) {
    case 'run':
    case 'all':
      return block;
    case 'meet':
      return block.body;
  }
}
