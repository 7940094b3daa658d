import { TASK_FAILED, WireError } from '../../contract/errors.ts';
import { wholeName } from '../../contract/state-names.ts';
import type { Machine } from '../../flow/program.ts';
import { levelsOf } from '../../flow/slots.ts';
import { NAMES_CHARS } from '../../flow/told-failures.ts';
import { at } from '../../lookup.ts';
import type { NamedState } from '../fragment.ts';
import { entriesIn } from '../paths/entries-in.ts';
import { jsonataText } from '../paths/jsonata-text.ts';
import type { Resumption } from '../run/retry-states.ts';

/** Names of blocked steps may take this much of the cause's 32 KiB; beyond it their number must do. */
const BLOCKED_NAMES_BYTES = 16_384;

/** Where more steps than this can fail, a cause that Lambda wrote (up to 4 KB with its trace) leaves no room for the others. */
const MOST_FOREIGN_CAUSES = 8;

/** The error with which the branch of the report fails once it is redriven: it is caught. */
export const REDRIVEN = 'Redriven';

/**
 * The truthful end of a task in which a step failed, and the way on after a redrive. The Fail state makes a `TaskFailure` of the
 * contract the cause, and the Parallel around it, and so the execution, fail with it. A redrive enters the Fail state again, which is
 * evaluated anew: it sees that the execution was redriven since, and fails with an error that the Parallel catches.
 */
export function reportState(machine: Machine, resumptions: readonly Resumption[]): NamedState {
  const failed = wholeName('failed');
  return [
    wholeName('report'),
    {
      Type: 'Parallel',
      Comment: 'Every step has settled and at least one failed. A redrive goes on with those that did not complete.',
      // Not every engine knows how often an execution was redriven; all have it whole.
      Parameters: { 'data.$': '$', 'execution.$': '$$.Execution' },
      Branches: [
        {
          StartAt: failed,
          States: {
            [failed]: {
              Type: 'Fail',
              QueryLanguage: 'JSONata',
              Error: `{% ${WAS_REDRIVEN} ? '${REDRIVEN}' : '${TASK_FAILED}' %}`,
              Cause: `{% (${causeOf(machine, resumptions)}) %}`,
            },
          },
        },
      ],
      Catch: [{ ErrorEquals: [REDRIVEN], ResultPath: '$.retry', Next: wholeName('redrive') }],
      End: true,
    },
  ];
}

const WAS_REDRIVEN = '$states.context.Execution.RedriveCount>$states.input.execution.RedriveCount';

/** The cause, or once the execution was redriven, the key of the first item in which a step has not completed. */
function causeOf({ entries, ending, beginning, body, received }: Machine, resumptions: readonly Resumption[]): string {
  const { told, isolates } = ending;
  const names = [...entries.keys()].sort();
  const namesLength = names.reduce((sum, name) => sum + name.length + 3, 0);
  const isCut = told.full < told.most;
  const isCounted = namesLength > (isCut ? NAMES_CHARS : BLOCKED_NAMES_BYTES);
  const first = at(body, 0).block;
  // The error of the step that opens the execution is all there is.
  const opening =
    beginning === 'first block' && first.kind === 'run'
      ? `$exists($d.Error)?{${jsonataText(first.step.name)}:{'failure':{'caught':$d}}}:`
      : '';
  const own = "$map($exists($new)?$new:$bad,function($x){$merge([{'step':$x},$get($x).failure])})";
  const failures = isolates ? `[${own},$n.($get($).isolated.failure)]` : `[${own}]`;
  const full = isCut ? `$f[[0..${told.full - 1}]]` : '$f';
  // Of the workers in a child execution one failure is told, and the number of all.
  const all = isolates ? '$count($f)+$sum([$n.($get($).isolated.(failed-1))])' : '$count($f)';
  const failedSteps = told.nameChars > NAMES_CHARS ? all : '[$f.step]';
  const hasFailed = `$exists($get($x).failure)${isolates ? ' or $exists($get($x).isolated)' : ''}`;
  const blocked = `$filter($n,function($x){$not($ok($x) or ${hasFailed})})`;
  // What lies in a container is an entry, a container of a group or a branch, or nothing of ours.
  const isList = (member: string) => `$type($lookup($v,'${member}'))='array'`;
  const contained = { levels: levelsOf(entries), received };
  const isEntry = `${isList('after')}${isolates ? ` or ${isList('isolated')}` : ''} or $exists($v.failure.caught)`;
  return [
    '$d:=$states.input.data',
    `$s:=${opening}$merge(${entriesIn('$d.steps', contained, isEntry)})`,
    '$get:=function($x){$lookup($s,$x)}',
    '$ok:=function($x){$exists($get($x).result) or $exists($get($x).skipped)}',
    `$i:=${itemsOf(resumptions)}`,
    // No step's name holds a colon.
    "$n:=$sort($i.$[$not($contains($,':'))])",
    '$bad:=$filter($n,function($x){$exists($get($x).failure)})',
    // A step that has completed, and could not say so again, failed only where no other did.
    '$new:=$filter($bad,function($x){$not($ok($x))})',
    `$f:=${failures}`,
    `$say:=function($x){($c:=$x.caught;${describe(told.most <= MOST_FOREIGN_CAUSES)})}`,
    `${WAS_REDRIVEN}?${resumeAt(resumptions)}:$string({'failed':[$map(${full},$say)]${
      isCut ? `,'failed_steps':${failedSteps}` : ''
    },'blocked':${isCounted ? `$count(${blocked})` : `[${blocked}]`}})`,
  ].join(';');
}

/**
 * Makes a `StepFailure` of the contract. What the runtime raised carries one as JSON in the message of an error that is JSON, which
 * keeps to its share; the cause of any other error (a timeout, a crash, a fault of the Lambda service) is passed on
 * `withForeignCauses` only.
 */
function describe(withForeignCauses: boolean): string {
  const ours = list([WireError.permanent, WireError.exhausted].map(jsonataText));
  const message = withForeignCauses ? ",'message':$c.Cause!=''?$c.Cause" : '';
  return `$c.Error in ${ours}?$parse($parse($c.Cause).errorMessage):{'step':$x.step,'error':$c.Error${message}}`;
}

/** The items of the machine, each with the key at which a redrive goes on and the steps in it. */
function itemsOf(resumptions: readonly Resumption[]): string {
  return list(
    resumptions.map(({ key, steps }) => list([key, ...steps.filter((step) => step !== key)].map(jsonataText))),
  );
}

function resumeAt(resumptions: readonly Resumption[]): string {
  const last = at(resumptions, resumptions.length - 1).key;
  const isOpen = "$exists($filter($i,function($x){$not($contains($x,':') or $ok($x))}))";
  return `($k:=$map($i,function($i){${isOpen}?$i[0]})[0];$exists($k)?$k:${jsonataText(last)})`;
}

function list(items: readonly string[]): string {
  return `[${items.join(',')}]`;
}
