import type { JsonObject, JsonValue } from '../../json.ts';
import { auxiliaryName, groupName } from '../../contract/state-names.ts';
import type { AllBlock, Block, EachBlock, RunBlock, Sequence } from '../../flow/program.ts';
import type { Exit, NamedState } from '../fragment.ts';
import { slotPath } from '../paths/slot-path.ts';

/** The Pass that leaves a block as if each of its steps had been passed and found blocked. */
export function blockedState(block: RunBlock | AllBlock | EachBlock, exit: Exit): NamedState {
  const owner = ownerOf(block);
  return [
    auxiliaryName(owner, 'blocked'),
    { Type: 'Pass', Result: blockedEntry(block), ResultPath: slotPath(block.slot), ...exit },
  ];
}

function ownerOf(block: RunBlock | AllBlock | EachBlock): string {
  switch (block.kind) {
    case 'run':
      return block.step.name;
    case 'all':
      return groupName(block.leads);
    case 'each':
      return block.body.step.name;
  }
}

/** What a blocked block leaves in its slot. */
function blockedEntry(block: RunBlock | AllBlock | EachBlock): JsonValue {
  switch (block.kind) {
    case 'run':
    case 'each':
      return { blocked: ownerOf(block) };
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

function bodyOf(block: Block): RunBlock | AllBlock | EachBlock {
  switch (block.kind) {
    case 'run':
    case 'all':
    case 'each':
      return block;
    case 'meet':
      return block.body;
  }
}
