import type { JsonObject } from '../../json.ts';
import { auxiliaryName, meetingName } from '../../contract/state-names.ts';
import { areListed, type Tell } from '../../flow/program.ts';
import { at, lookUp } from '../../lookup.ts';
import { toStates, type NamedState } from '../fragment.ts';
import { slotPath } from '../paths/slot-path.ts';
import { meetingStates, type MeetingNames, type Word } from './meeting-states.ts';
import { attributeOf } from './rendezvous-item.ts';

/** States in a line: the way into them, and what they are. */
export interface Detour {
  readonly entry: string;
  readonly states: readonly NamedState[];
}

/** What a producer brings that did not complete: nothing, as text. It may lack what it would pass on; and the consumer is blocked, or told by others. */
const NOTHING = '{}';

/** What the states are called that tell of steps that did not complete. */
const FAILED = ' (failed)';

/** What a step that has completed tells those who wait for it, on the way to `next`. */
export function tellComplete(tells: readonly Tell[], owner: string, next: string): Detour {
  return tells.reduceRight<Detour>(
    (rest, tell) => {
      const states = meetingStates(
        wordOf(tell, (producer) => entriesOf(tell, producer)),
        namesOf(meetingName(owner, tell.consumer)),
        rest.entry,
      );
      return detour([...states, ...rest.states]);
    },
    { entry: next, states: [] },
  );
}

/**
 * What is told, on the way to `next`, to those who wait for steps that did not complete.
 *
 * @param owner The step, or the group that was blocked as a whole.
 * @param goesOnAlike Whether what a step tells that has completed leads to `next`, too.
 */
export function tellIncomplete(tells: readonly Tell[], owner: string, next: string, goesOnAlike: boolean): Detour {
  const [only] = tells;
  if (only === undefined) return { entry: next, states: [] };
  if (areListed(tells)) return detour([tellEach(tells, owner, next)]);
  const meeting = meetingName(owner, only.consumer);
  const word = wordOf(only, (producer) => ({ S: nothingOf(only, producer) }));
  const names = namesOf(meeting, FAILED);
  if (!goesOnAlike) return detour(meetingStates(word, names, next));
  // From there on it is the same.
  return detour(meetingStates(word, { ...namesOf(meeting), tell: names.tell }, next).slice(0, 1));
}

/** A group that is blocked as a whole may have to tell many, and each group around it the same ones. So they are but a list. */
function tellEach(tells: readonly Tell[], owner: string, next: string): NamedState {
  const names = namesOf(owner, FAILED);
  const told = auxiliaryName(owner, `told${FAILED}`);
  const word: Word = {
    to: 'who waits',
    step: { 'S.$': '$.to[0]' },
    arrived: { 'SS.$': 'States.Array($.to[1])' },
    names: { '#0.$': `States.Format('${attributeOf('{}')}', $.to[1])` },
    brought: [{ 'S.$': '$.to[3]' }],
    isAll: { NumericEqualsPath: '$.to[2]' },
  };
  const states: readonly NamedState[] = [...meetingStates(word, names, told), [told, { Type: 'Succeed' }]];
  return [
    auxiliaryName(owner, `tell all${FAILED}`),
    {
      Type: 'Map',
      QueryLanguage: 'JSONata',
      Comment: 'Tell all who wait for what did not complete.',
      Items: tells.flatMap((tell) =>
        [...tell.brings.keys()].map((producer) => [tell.consumer, producer, tell.expected, nothingOf(tell, producer)]),
      ),
      ItemSelector: {
        to: '{% $states.context.Map.Item.Value %}',
        run: '{% $states.input.run %}',
        expires: '{% $states.input.expires %}',
      },
      ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: names.tell, States: toStates(states) },
      Output: '{% $states.input %}',
      Next: next,
    },
  ];
}

function wordOf({ consumer, brings, expected }: Tell, broughtBy: (producer: string) => JsonObject): Word {
  const producers = [...brings.keys()];
  return {
    to: consumer,
    step: { S: consumer },
    arrived: { SS: producers },
    names: Object.fromEntries(producers.map((producer, index) => [`#${index}`, attributeOf(producer)])),
    brought: producers.map(broughtBy),
    isAll: { NumericEquals: expected },
  };
}

/** The entries as the text of one object. No step's name has to be escaped. */
function entriesOf({ brings, slots }: Tell, producer: string): JsonObject {
  const names = lookUp(brings, producer);
  if (names.length === 0) return { S: NOTHING };
  const template = names.map((name) => `"${name}":{}`).join(',');
  const texts = names.map((name) => `States.JsonToString(${slotPath(lookUp(slots, name))})`);
  return { 'S.$': `States.Format('\\{${template}\\}', ${texts.join(', ')})` };
}

/** The text of no entries; of empty ones where they may be passed on. */
function nothingOf({ brings, passedOn }: Tell, producer: string): string {
  if (!passedOn.has(producer)) return NOTHING;
  return `{${lookUp(brings, producer)
    .map((name) => `"${name}":{}`)
    .join(',')}}`;
}

function namesOf(owner: string, suffix = ''): MeetingNames {
  const name = (role: string) => auxiliaryName(owner, `${role}${suffix}`);
  return { tell: name('tell'), last: name('last?'), release: name('release') };
}

function detour(states: readonly NamedState[]): Detour {
  return { entry: at(states, 0)[0], states };
}
