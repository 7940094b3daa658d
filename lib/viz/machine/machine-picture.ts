import type { ChoiceRule, Comparison, State, StateMachine, SubMachine } from '../../states-language/types.ts';
import type { DrawnState } from '../state-glyphs.ts';
import { wrapText } from '../wrap-text.ts';

/** What every format draws of a state machine: its states, and where control goes from each. */
export interface MachinePicture {
  readonly title: string;
  readonly nodes: readonly MachineNode[];
  readonly edges: readonly MachineEdge[];
  /** The insides of Parallel and Map states. */
  readonly boxes: readonly MachineBox[];
}

/** A state; or the start or the end of the machine, or where the branches of a Parallel or Map meet. */
export interface MachineNode {
  /** An identifier in Mermaid, DOT and SVG alike. */
  readonly id: string;
  readonly kind: State['Type'] | 'start' | 'end' | 'join';
  readonly name: string;
  /** The name, broken where it is long. */
  readonly lines: readonly string[];
  /** The type, or what is called; and how often a run has come here. */
  readonly captions: readonly string[];
  /** What has become of it, in the picture of a run. */
  readonly state?: DrawnState;
  /** The box that it stands in. */
  readonly box?: string;
}

export interface MachineEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: 'next' | 'catch';
  /** When control goes that way; nothing where it always does. */
  readonly label?: string;
}

export interface MachineBox {
  readonly id: string;
  readonly title: string;
  /** The box around it. */
  readonly box?: string;
}

/** `end` alone is a word of Mermaid's. */
const END = 'machine_end';
const LONGEST_LABEL = 40;

/** What has become of a state in a run. */
export interface StateOfRun {
  readonly state: DrawnState;
  /** How often control came to it. */
  readonly times: number;
}

/** The picture of a state machine. @param run What has become of its states, by name; so that it is the picture of a run. */
export function machinePictureOf(
  machine: StateMachine,
  title: string,
  run?: ReadonlyMap<string, StateOfRun>,
): MachinePicture {
  const nodes: MachineNode[] = [];
  const edges: MachineEdge[] = [];
  const boxes: MachineBox[] = [];
  let count = 0;

  /** Draws a machine; control leaves it for `exit`. Returns where control enters it. */
  const draw = ({ StartAt, States }: Pick<SubMachine, 'StartAt' | 'States'>, exit: string, box?: string): string => {
    const ids = new Map(Object.keys(States).map((name) => [name, `state_${(count += 1)}`]));
    const idOf = (name: string) => ids.get(name) ?? exit;
    for (const [name, state] of Object.entries(States)) {
      const id = idOf(name);
      const { state: stands, times = 0 } = run?.get(name) ?? {};
      nodes.push({
        id,
        kind: state.Type,
        name,
        lines: wrapText(name, 28),
        captions: [captionOf(state), ...(times > 1 ? [`${String(times)} times`] : [])],
        ...(stands !== undefined && { state: stands }),
        ...inBox(box),
      });
      const connect = (to: string, label?: string) => edges.push({ from: id, to, kind: 'next', ...labelled(label) });
      const insides = insidesOf(state);
      let leaving = id;
      if (insides.length > 0) {
        const join = `${id}_join`;
        const inner: MachineBox = { id: `${id}_box`, title: name, ...inBox(box) };
        boxes.push(inner);
        for (const inside of insides) connect(draw(inside, join, inner.id));
        nodes.push({ id: join, kind: 'join', name, lines: [], captions: [], box: inner.id });
        leaving = join;
      }
      for (const { to, label } of waysOf(state)) {
        const target = to === undefined ? exit : idOf(to);
        edges.push({ from: leaving, to: target, kind: 'next', ...labelled(label) });
      }
      for (const { ErrorEquals, Next } of catchersOf(state)) {
        edges.push({ from: id, to: idOf(Next), kind: 'catch', ...labelled(ErrorEquals.join(', ')) });
      }
    }
    return idOf(StartAt);
  };

  nodes.push({ id: 'machine_start', kind: 'start', name: 'Start', lines: ['Start'], captions: [] });
  edges.push({ from: 'machine_start', to: draw(machine, END), kind: 'next' });
  if (edges.some(({ to }) => to === END))
    nodes.push({ id: END, kind: 'end', name: 'End', lines: ['End'], captions: [] });
  return { title, nodes, edges, boxes };
}

function inBox(box: string | undefined): { readonly box?: string } {
  return box === undefined ? {} : { box };
}

function labelled(text: string | undefined): { readonly label?: string } {
  if (text === undefined) return {};
  const line = text.replace(/\s+/g, ' ').trim();
  return { label: line.length > LONGEST_LABEL ? `${line.slice(0, LONGEST_LABEL - 1)}…` : line };
}

/** The type of a state; of a Task, what it calls. */
function captionOf(state: State): string {
  if (state.Type !== 'Task') return state.Type;
  const resource = /:::(.*)$/.exec(state.Resource)?.[1];
  if (resource !== undefined) return resource;
  return /:(?:function|activity):[^:]+/.exec(state.Resource)?.[0].slice(1) ?? state.Type;
}

function insidesOf(state: State): readonly SubMachine[] {
  if (state.Type === 'Parallel') return state.Branches;
  if (state.Type !== 'Map') return [];
  return [state.ItemProcessor ?? state.Iterator].filter((each) => each !== undefined);
}

interface Way {
  /** The next state; undefined where the machine ends. */
  readonly to?: string;
  readonly label?: string;
}

function waysOf(state: State): readonly Way[] {
  switch (state.Type) {
    case 'Choice': {
      const rules = state.Choices.map((rule) => ({ to: rule.Next, label: conditionOf(rule) }));
      return state.Default === undefined ? rules : [...rules, { to: state.Default, label: 'otherwise' }];
    }
    case 'Fail':
      return [];
    case 'Succeed':
      return [{}];
    case 'Task':
    case 'Pass':
    case 'Wait':
    case 'Parallel':
    case 'Map':
      return [state.Next === undefined ? {} : { to: state.Next }];
  }
}

function catchersOf(state: State): readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[] {
  return 'Catch' in state ? (state.Catch ?? []) : [];
}

/** A rule in few words: `$.total > 100`, an expression, or the kind of combination that it is. */
function conditionOf(rule: ChoiceRule): string {
  const { Condition: condition } = rule as { readonly Condition?: boolean | string };
  if (condition !== undefined) return String(condition).replace(/^\{%\s*|\s*%\}$/g, '');
  return comparisonOf(rule);
}

const SIGNS: Readonly<Record<string, string>> = {
  Equals: '=',
  LessThan: '<',
  LessThanEquals: '≤',
  GreaterThan: '>',
  GreaterThanEquals: '≥',
};

function comparisonOf(rule: Comparison): string {
  const members = rule as Readonly<Record<string, unknown>>;
  if (members['Not'] !== undefined) return `not ${comparisonOf(members['Not'] as Comparison)}`;
  for (const [key, word] of [
    ['And', ' and '],
    ['Or', ' or '],
  ] as const) {
    if (members[key] !== undefined) return (members[key] as readonly Comparison[]).map(comparisonOf).join(word);
  }
  const { Variable: variable = '' } = members;
  const operator = Object.keys(members).find((key) => /^(?:Is|String|Numeric|Boolean|Timestamp)/.test(key)) ?? '';
  const value = members[operator];
  const sign = SIGNS[operator.replace(/^(?:String|Numeric|Boolean|Timestamp)/, '').replace(/Path$/, '')];
  if (sign !== undefined)
    return `${String(variable)} ${sign} ${operator.endsWith('Path') ? String(value) : JSON.stringify(value)}`;
  if (operator === 'StringMatches') return `${String(variable)} like ${JSON.stringify(value)}`;
  const test = operator.replace(/^Is/, '').toLowerCase();
  return `${String(variable)} is ${value === false ? 'not ' : ''}${test}`;
}
