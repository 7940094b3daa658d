import type { Context } from 'hono';
import type { TaskerClient } from '../client/tasker-client.ts';
import { ApiError } from './api-error.ts';
import { scopeOf } from './namespace-path.ts';

/** What a caller wants to do with the tasks or templates of a namespace. */
export type Action = 'create' | 'read' | 'cancel' | 'repair';

/** A wish that is to be granted or refused. */
export interface AccessRequest {
  /** What the caller wants to do. */
  readonly action: Action;
  /** The namespace of the tasks or templates that it is about. */
  readonly namespace: string;
  /** The request, with what the server behind it knows of the caller: `c.env` on Lambda has the authorizer's claims. */
  readonly context: Context;
}

/** Whether a caller may do something in a namespace. What it may not read, it is told, does not exist. */
export type Authorize = (request: AccessRequest) => boolean | Promise<boolean>;

/** Grants or refuses what callers want, by the rule that the API was given. */
export class TaskAccess {
  readonly #authorize: Authorize | undefined;
  readonly #client: TaskerClient;

  /** Without a rule, everyone whom the server lets in may do everything. */
  constructor(client: TaskerClient, authorize: Authorize | undefined) {
    this.#client = client;
    this.#authorize = authorize;
  }

  /** Whether a caller may do something in a namespace. */
  async may(context: Context, action: Action, namespace: string): Promise<boolean> {
    const { namespace: only } = scopeOf(context.req);
    if (only !== undefined && only !== namespace) return false;
    return this.#authorize === undefined || (await this.#authorize({ action, namespace, context }));
  }

  /** Fails with `ACCESS_DENIED` where a caller may not do something in a namespace. */
  async demand(context: Context, action: Action, namespace: string): Promise<void> {
    if (await this.may(context, action, namespace)) return;
    throw new ApiError('ACCESS_DENIED', `You may not ${action} tasks of the namespace "${namespace}".`);
  }

  /** Fails where a caller may not do something with a task; with `NOT_FOUND` where not even read it. */
  async demandTask(context: Context, action: Action, id: string): Promise<void> {
    if (!this.#hasRule(context)) return;
    const { namespace } = await this.#client.getTask(id);
    if (!(await this.may(context, 'read', namespace))) {
      throw new ApiError('NOT_FOUND', `There is no task "${id}".`);
    }
    if (action !== 'read') await this.demand(context, action, namespace);
  }

  /** Says which namespaces a caller may read; undefined where that is all of them. */
  readableNamespaces(context: Context): ((namespace: string) => Promise<boolean>) | undefined {
    return this.#hasRule(context) ? (namespace) => this.may(context, 'read', namespace) : undefined;
  }

  #hasRule(context: Context): boolean {
    return this.#authorize !== undefined || scopeOf(context.req).namespace !== undefined;
  }

  /** Those of some things that a caller may read. */
  async readable<T extends { readonly namespace: string }>(
    context: Context,
    things: readonly T[],
  ): Promise<readonly T[]> {
    const namespaces = [...new Set(things.map(({ namespace }) => namespace))];
    const answers = await Promise.all(namespaces.map((namespace) => this.may(context, 'read', namespace)));
    const readable = new Set(namespaces.filter((_, index) => answers[index] === true));
    return things.filter(({ namespace }) => readable.has(namespace));
  }
}
