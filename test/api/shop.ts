import type { ServedTemplate } from '../../lib/api/template-description.ts';
import { createApi, type Api } from '../../lib/api/create-api.ts';
import type { FailedRequest } from '../../lib/api/log-error.ts';
import { TaskerClient } from '../../lib/client/tasker-client.ts';
import { diamond } from '../client/machines.ts';
import { FakeStepFunctions } from '../support/fake-sfn.ts';

/** A request for a task that every check accepts. */
export const order = {
  namespace: 'shop',
  name: 'diamond',
  version: '1.0.0',
  context: { email: 'ada@example.com', plan: 'free' },
  initiator: 'test',
  source_system: 'web',
  reason: 'order',
};

export interface Shop {
  readonly sfn: FakeStepFunctions;
  readonly api: Api;
  readonly templates: readonly ServedTemplate[];
  readonly logged: FailedRequest[];
  /** Calls the API; `json` becomes the body. */
  readonly call: (method: string, path: string, json?: unknown, headers?: Record<string, string>) => Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: any;
}

/** An API with three templates, each on a machine of its own. */
export function openShop(): Shop {
  const sfn = new FakeStepFunctions();
  const templates = [
    entry(sfn, { name: 'diamond', identity_strategy: 'strict' }),
    entry(sfn, { name: 'by_key', identity_strategy: 'caller_provided' }),
    entry(sfn, { name: 'every_time', identity_strategy: 'always_unique', namespace: 'other' }),
  ];
  const logged: FailedRequest[] = [];
  const client = new TaskerClient({ sfn, templates });
  const api = createApi({ client, templates, log: (failed) => void logged.push(failed) });
  return {
    sfn,
    api,
    templates,
    logged,
    call: async (method, path, json, headers = {}) => {
      const type: Record<string, string> = json === undefined ? {} : { 'Content-Type': 'application/json' };
      const body = json === undefined ? null : typeof json === 'string' ? json : JSON.stringify(json);
      const answer = await api.request(path, { method, headers: { ...type, ...headers }, body });
      return { status: answer.status, headers: answer.headers, body: await answer.json() };
    },
  };
}

function entry(sfn: FakeStepFunctions, options: Partial<ServedTemplate> & { readonly name: string }): ServedTemplate {
  return {
    namespace: 'shop',
    version: '1.0.0',
    description: `The ${options.name}`,
    input_schema: {
      type: 'object',
      required: ['email', 'plan'],
      properties: {
        email: { type: 'string', format: 'email' },
        plan: { enum: ['free', 'pro'] },
        seats: { type: 'integer', minimum: 1 },
      },
      additionalProperties: false,
    },
    identity_strategy: 'strict',
    steps: [
      {
        name: 'first',
        description: null,
        dependencies: [],
        default_retryable: true,
        default_max_attempts: 3,
        result_schema: null,
      },
    ],
    stateMachineArn: sfn.deploy(`shop-${options.name}-1_0_0`, diamond()),
    ...options,
  };
}
