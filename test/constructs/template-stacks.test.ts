import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack, Stage } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { afterAll, describe, expect, it } from 'vitest';
import { addTemplateStacks, TemplateError } from '../../lib/constructs/index.ts';
import { makeProject, type Project, templateText } from './support/project.ts';

process.env.CDK_VALIDATION = 'false';

const outdir = mkdtempSync(join(tmpdir(), 'tasker-sfn-stacks-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

function stacksOf({ templates, handlers }: Project, environment?: string, durations?: string): readonly Stack[] {
  const app = new App({ outdir });
  addTemplateStacks(app, { templates, handlers, environment, durations });
  return app.node.children.filter((child) => Stack.isStack(child));
}

const steps = [{ name: 'x', callable: 'X' }];
const identity = { namespace: 'n', name: 'a', version: '1.0.0' };

describe('the stacks of a folder of templates', () => {
  it('lie side by side, also for two namespaces and two versions', () => {
    const project = makeProject(['X']);
    for (const [namespace, version] of [
      ['one', '1.0.0'],
      ['one', '2.0.0'],
      ['two', '1.0.0'],
    ] as const) {
      project.writeTemplate(`${namespace}-${version}.yaml`, templateText({ namespace, name: 'sync', version }, steps));
    }
    const stacks = stacksOf(project);
    expect(stacks.map((stack) => [stack.node.id, stack.stackName])).toEqual([
      ['OneSync-1-0-0', 'One-Sync-1-0-0'],
      ['OneSync-2-0-0', 'One-Sync-2-0-0'],
      ['TwoSync', 'Two-Sync-1-0-0'],
      ['TaskerApi', 'TaskerApi'],
    ]);
    const machines = stacks.slice(0, 3).map((stack) => {
      const [machine] = Object.values(Template.fromStack(stack).findResources('AWS::StepFunctions::StateMachine'));
      return (machine as { Properties: { StateMachineName: string } }).Properties.StateMachineName;
    });
    expect(machines).toEqual(['one-sync-1_0_0', 'one-sync-2_0_0', 'two-sync-1_0_0']);
    for (const stack of stacks) expect(stack.dependencies).toEqual([]);
  });

  it('tell the API how the workflows are compiled, so that it takes requests as large', () => {
    const project = makeProject(['X']);
    const graph = { a: [], b: [], c: ['a'], d: ['a', 'b'] };
    const crossed = Object.entries(graph).map(([name, after]) => ({ name, callable: 'X', after }));
    project.writeTemplate('n.yaml', templateText({ ...identity, name: 'n' }, crossed));
    const [barriers, exact] = (['barriers', 'exact'] as const).map((sync) => {
      const { templates, handlers } = project;
      const { api } = addTemplateStacks(new App({ outdir }), { templates, handlers, sync, api: { directStart: true } });
      return /may have (\d+) bytes/.exec(JSON.stringify(Template.fromStack(Stack.of(api!)).toJSON()))![1];
    });
    expect(Number(exact)).toBeLessThan(Number(barriers));
  });

  it('are refused with the mistakes of all templates', () => {
    const project = makeProject(['X']);
    project.writeTemplate('one.yaml', templateText(identity, [{ ...steps[0]!, after: ['y'] }]));
    project.writeTemplate('two.yaml', templateText({ ...identity, version: 'new' }, steps));
    const error = catchError(() => stacksOf(project)) as TemplateError;
    expect(error).toBeInstanceOf(TemplateError);
    expect(error.diagnostics.map(({ code }) => code)).toEqual(['unknown-dependency', 'bad-version']);
  });

  it('are refused when two templates are the same task', () => {
    const project = makeProject(['X']);
    project.writeTemplate('one.yaml', templateText(identity, steps));
    project.writeTemplate('two.yaml', templateText(identity, steps));
    expect(catchError(() => stacksOf(project)).message).toContain('error[duplicate-template]');
  });

  it('are refused when a handler is missing', () => {
    const project = makeProject(['Present']);
    project.writeTemplate('a.yaml', templateText(identity, [{ name: 'x', callable: 'Absent' }]));
    const error = catchError(() => stacksOf(project));
    expect(error).toBeInstanceOf(TemplateError);
    expect(error.message).toMatch(/a\.yaml:\d+:\d+: error\[handler-not-found\]/);
  });

  it('are refused when the folder is missing or empty', () => {
    const project = makeProject([]);
    expect(catchError(() => stacksOf(project)).message).toContain('error[no-templates]');
    expect(catchError(() => stacksOf({ ...project, templates: 'nowhere' })).message).toContain('error[file-not-found]');
  });
});

describe('an environment', () => {
  const project = makeProject(['X']);
  const production = 'environments: { production: { steps: [{ name: x, timeout_seconds: 77 }] } }';
  project.writeTemplate('a.yaml', templateText(identity, steps, production));
  project.writeTemplate('b.yaml', templateText({ ...identity, name: 'b' }, steps));

  it('applies to the templates that have it', () => {
    const [a, b] = stacksOf(project, 'production');
    Template.fromStack(a!).hasResourceProperties('AWS::Lambda::Function', { Timeout: 77 });
    Template.fromStack(b!).hasResourceProperties('AWS::Lambda::Function', { Timeout: 60 });
  });

  it('is refused when no template has it', () => {
    expect(catchError(() => stacksOf(project, 'prodution')).message).toMatch(
      /error\[unknown-environment\][\s\S]*Did you mean "production"\?/,
    );
  });
});

describe('several calls in one app, as of several teams', () => {
  const teams = ['one', 'two'].map((namespace) => {
    const project = makeProject(['X']);
    const more = 'publishes_events: [{ name: x.done, description: X, schema: { type: object } }]';
    project.writeTemplate('a.yaml', templateText({ ...identity, namespace }, [{ ...steps[0]!, more }]));
    return { templates: project.templates, handlers: project.handlers };
  });

  it.each([undefined, 'dev'])(
    'make stacks of their own, one API where they say so, and one bus, with the prefix %s',
    (prefix) => {
      const app = new App({ outdir });
      new Stack(app, 'Operations');
      addTemplateStacks(app, { ...teams[0]!, prefix });
      addTemplateStacks(app, { ...teams[1]!, prefix, api: false });
      const ids = ['TaskerEvents', 'A', 'TaskerApi', 'Two-A-1-0-0'].map((id) => (prefix ? `dev--${id}` : id));
      expect(app.node.children.filter((child) => Stack.isStack(child)).map(({ node }) => node.id)).toEqual([
        'Operations',
        ...ids,
      ]);
      const bus = app.node.findChild(ids[0]!) as Stack;
      Template.fromStack(bus).resourceCountIs('AWS::Events::EventBus', 1);
      for (const id of [ids[1]!, ids[3]!]) expect((app.node.findChild(id) as Stack).dependencies).toEqual([bus]);
    },
  );

  it('are told what to do about a second API, and a second key of the bus', () => {
    const app = new App({ outdir });
    addTemplateStacks(app, { ...teams[0]! });
    expect(catchError(() => addTemplateStacks(app, { ...teams[1]! })).message).toBe(
      'There is a stack "TaskerApi" already. Give each call of addTemplateStacks "api: false", and make one API of all templates: ' +
        "new TaskerApi(new Stack(app, 'TaskerApi'), 'Api', { templates }).",
    );
    const encryptionKey = new Key(new Stack(app, 'Keys'), 'Key');
    expect(catchError(() => addTemplateStacks(app, { ...teams[1]!, encryptionKey, api: false })).message).toBe(
      'The bus "tasker-events" has another encryption key. Give the templates with this key a bus of their own: the prop "eventBus".',
    );
  });
});

describe('a prefix', () => {
  const project = makeProject(['X']);
  project.writeTemplate('a.yaml', templateText(identity, steps));
  const { templates, handlers } = project;

  it('keeps environments apart: their stacks, machines and rights', () => {
    const app = new App({ outdir });
    const made = ['dev', 'dev-eu'].map((prefix) =>
      addTemplateStacks(new Stage(app, prefix), { templates, handlers, prefix }),
    );
    app.synth();
    const [dev, devEu] = made.map(({ workflows }) => Stack.of(workflows[0]!));
    expect([dev?.stackName, devEu?.stackName]).toEqual(['dev--N-A-1-0-0', 'dev-eu--N-A-1-0-0']);
    const template = Template.fromStack(dev!);
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', { StateMachineName: 'dev--n-a-1_0_0' });
    expect(JSON.stringify(template.toJSON())).not.toMatch(/[/:]n-a-1_0_0/);
    const api = Template.fromStack(Stack.of(made[0]!.api!));
    api.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ TASKER_SFN_PREFIX: 'dev' }) },
    });
    expect(JSON.stringify(api.toJSON())).toContain(':stateMachine:dev--n-a-1_0_0');
    expect(JSON.stringify(api.toJSON())).not.toMatch(/:n-a-1_0_0/);
  });

  it('has to be one', () => {
    const add = () => addTemplateStacks(new App({ outdir }), { templates, handlers, prefix: 'dev--eu' });
    expect(catchError(add).message).toBe(
      '"prefix" is "dev--eu". A prefix is a letter and then letters, digits and single hyphens between them, 20 characters at most.',
    );
  });

  it('is what two stages need that make the same machine in one account', () => {
    const app = new App({ outdir });
    for (const name of ['Dev', 'Prod']) addTemplateStacks(new Stage(app, name), { templates, handlers, api: false });
    expect(catchError(() => app.synth()).message).toContain(
      'The state machine "n-a-1_0_0" is made by "Dev/A/Workflow" already. Give each environment',
    );
    const regions = new App({ outdir });
    for (const region of ['eu-west-1', 'us-east-1']) {
      const stage = new Stage(regions, region, { env: { account: '123456789012', region } });
      addTemplateStacks(stage, { templates, handlers, api: false });
    }
    regions.synth();
  });
});

describe('the props of workflows', () => {
  const project = makeProject(['X', 'Y']);
  project.writeTemplate('a.yaml', templateText(identity, steps));
  project.writeTemplate('b.yaml', templateText({ ...identity, name: 'b' }, [{ name: 'y', callable: 'Y' }]));
  const { templates, handlers } = project;

  it('apply to every template, and those of a step where it is', () => {
    const { workflows } = addTemplateStacks(new App({ outdir }), {
      ...{ templates, handlers, api: false, dashboard: false },
      stepDefaults: { memorySize: 512 },
      steps: { y: { memorySize: 1024 } },
    });
    const [a, b] = workflows.map((each) => Template.fromStack(Stack.of(each)));
    a!.hasResourceProperties('AWS::Lambda::Function', { MemorySize: 512 });
    b!.hasResourceProperties('AWS::Lambda::Function', { MemorySize: 1024 });
    for (const each of [a!, b!]) each.resourceCountIs('AWS::CloudWatch::Dashboard', 0);
  });

  it('name no step that no template has', () => {
    const add = () => addTemplateStacks(new App({ outdir }), { templates, handlers, steps: { charge: {} } });
    expect(catchError(add).message).toBe(
      '"steps" names a step "charge", but no template has such a step. There is "x" and "y".',
    );
  });
});

describe('a file of durations', () => {
  const project = makeProject(['A', 'B', 'C', 'D']);
  const crossed = [
    { name: 'a', callable: 'A', after: [] },
    { name: 'b', callable: 'B', after: [] },
    { name: 'c', callable: 'C', after: ['a'] },
    { name: 'd', callable: 'D', after: ['a', 'b'] },
  ];
  project.writeTemplate('crossed.yaml', templateText(identity, crossed));
  const file = (text: string) => project.writeTemplate('durations.json', text);

  it('decides where steps wait, and may name steps of other templates', () => {
    const statesWith = (durations?: string) => {
      const [stack] = stacksOf(project, undefined, durations);
      expect(
        stack!.node.findAll().flatMap(({ node }) => node.metadata.filter(({ type }) => /warn/.test(type))),
      ).toEqual([]);
      const [machine] = Object.values(Template.fromStack(stack!).findResources('AWS::StepFunctions::StateMachine'));
      return Object.keys(JSON.parse(machine!.Properties.DefinitionString).States);
    };
    const durations = file('{"a": 1, "b": 9, "c": 9, "d": 1, "elsewhere": 5}');
    expect(statesWith(durations)).toContain('a');
    expect(statesWith()).not.toContain('a');
  });

  it('is refused in the words of the command line', () => {
    expect(catchError(() => stacksOf(project, undefined, file('{"a": 0}'))).message).toMatch(
      /durations\.json:1:1: error\[invalid-durations\]: .*it gives "a" no duration/,
    );
    expect(catchError(() => stacksOf(project, undefined, 'nowhere.json')).message).toContain('error[file-not-found]');
  });
});

describe('a template in another encoding', () => {
  it('is refused as the command line refuses it', () => {
    const project = makeProject(['X']);
    const text = templateText(identity, steps, 'description: K\u00f6ln');
    writeFileSync(join(project.templates, 'a.yaml'), Buffer.from(text, 'latin1'));
    expect(catchError(() => stacksOf(project)).message).toMatch(/a\.yaml:4:15: error\[unreadable-file\]/);
  });
});

function catchError(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}
