import { setMaxListeners } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Listening, ListenOptions } from '../base/http/listen.ts';
import { listen } from '../base/http/listen.ts';
import { answerRequest, type OtherApi } from './answer-request.ts';
import type { LocalStepFunctions } from './local-step-functions.ts';

/** What else a server of Step Functions does. */
export interface ServeOptions extends ListenOptions {
  /** Answers requests to other paths than `/`, such as those of a REST API, and whoever gets `/`: the API of AWS is posted to. */
  readonly others?: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Other APIs of AWS that are posted to, by what their `X-Amz-Target` begins with, such as `Logs_20140328`. @default none */
  readonly apis?: Readonly<Record<string, OtherApi>>;
  /** Told of mistakes of the service itself. */
  readonly report?: (problem: string) => void;
}

/**
 * Serves the Step Functions API, for an AWS SDK, the AWS CLI or whatever else speaks it.
 *
 * @example
 * ```ts
 * import { LocalStepFunctions, serveStepFunctions } from 'tasker-sfn/local';
 * const service = await LocalStepFunctions.open({ invoke: async () => null });
 * const server = await serveStepFunctions(service, { port: 8083 });
 * // AWS_ENDPOINT_URL_SFN=http://127.0.0.1:8083 aws stepfunctions list-state-machines
 * await server.close();
 * await service.close();
 * ```
 */
export async function serveStepFunctions(service: LocalStepFunctions, options: ServeOptions): Promise<Listening> {
  const { others, apis = {}, report = () => undefined } = options;
  const closing = new AbortController();
  // As many connections wait for it as there are.
  setMaxListeners(0, closing.signal);
  const server = await listen(
    options,
    (request, response) =>
      others !== undefined &&
      (request.url !== '/' || request.method === 'GET') &&
      request.headers['x-amz-target'] === undefined
        ? others(request, response)
        : answerRequest({ service, apis }, request, response, report, closing.signal),
    report,
  );
  return {
    ...server,
    close: () => {
      // Workers that wait for a task are told that there is none.
      closing.abort();
      return server.close();
    },
  };
}
