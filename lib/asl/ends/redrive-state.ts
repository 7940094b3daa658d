import { wholeName } from '../../contract/state-names.ts';
import type { Machine } from '../../flow/program.ts';
import { at } from '../../lookup.ts';
import type { PrintedMachine } from '../blocks/print-block.ts';
import type { NamedState } from '../fragment.ts';

/** Steps that wait meet those that run again elsewhere than in the run before. */
const NEXT_RUN = "$replace($states.input.run,/ redrive .*/,'') & ' redrive ' & $states.context.Execution.RedriveCount";

/**
 * Goes on after a redrive, at the first item in which a step has not completed, whose key is the cause of what the report has raised. All
 * entries stay as they are: what a step has completed, its function tells again without running the handler.
 */
export function redriveState(machine: Machine, { resumptions, resume }: PrintedMachine): NamedState {
  const data = '$states.input';
  const kept = [
    `'task':${data}.task`,
    `'steps':${data}.steps`,
    ...(machine.hasRendezvous ? [`'expires':${data}.expires`, `'run':${NEXT_RUN}`] : []),
    "'retry':$r",
  ];
  const again = openingData(machine);
  const output = `{${kept.join(',')}}`;
  const key = at(resumptions, 0).key;
  return [
    wholeName('redrive'),
    {
      Type: 'Pass',
      QueryLanguage: 'JSONata',
      Comment: 'Find the first step that has not completed. Those that have are not run again.',
      Output: `{% ($r:={'step':${data}.retry.Cause};${
        again === undefined ? output : `$r.step='${key}'?${again}:${output}`
      }) %}`,
      Next: resume,
    },
  ];
}

/** What the first block reads, where it gives the execution's input over to the state data. */
function openingData({ beginning, body }: Machine): string | undefined {
  const first = at(body, 0).block;
  if (beginning !== 'first block') return undefined;
  switch (first.kind) {
    case 'run':
      return "{'retry':$r,'execution':$states.context.Execution}";
    case 'all': {
      const { member } = first.slot;
      // The group keeps nothing but what its branches return: so the first one returns what others have left, too.
      const group = `$states.input.steps.${member}`;
      const others = `$sift($states.input.steps,function($v,$k){$k!='${member}'})`;
      const bringer = at(first.branches, 0).slot.member;
      const own = `${group}.${bringer}`;
      const kept = `${member}_kept`;
      const branch = `$merge([${own},{'${kept}':$merge([${own}.${kept},${others}])}])`;
      return `{'${member}':$merge([${group},{'${bringer}':${branch}}]),'retry':$merge([$r,{'${member}':1}])}`;
    }
    default:
      return undefined;
  }
}
