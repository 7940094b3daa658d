import { SFN, type SFNClientConfig } from '@aws-sdk/client-sfn';
import { afterEach } from 'vitest';
import {
  LocalStepFunctions,
  serveStepFunctions,
  virtualClock,
  type LocalStepFunctionsOptions,
  type TaskInvoker,
} from '../../lib/local/index.ts';

/** A served Step Functions, and an AWS SDK client that knows nothing of it but its URL. */
export interface Served {
  readonly url: string;
  readonly sfn: SFN;
  readonly problems: readonly string[];
  close(): Promise<void>;
}

const open = new Set<Served>();

afterEach(async () => {
  for (const served of open) await served.close();
});

/** Serves Step Functions on a free port until the test ends; time is virtual. */
export async function serveLocally(options: Partial<LocalStepFunctionsOptions> = {}): Promise<Served> {
  const problems: string[] = [];
  const report = (problem: string) => void problems.push(problem);
  const service = await LocalStepFunctions.open({ invoke: hang, clock: virtualClock(), report, ...options });
  const server = await serveStepFunctions(service, { port: 0, report });
  const served: Served = {
    url: server.url,
    sfn: sfnAt(server.url),
    problems,
    async close() {
      if (!open.delete(served)) return;
      served.sfn.destroy();
      await server.close();
      await service.close();
    },
  };
  open.add(served);
  return served;
}

export function sfnAt(endpoint: string, config: SFNClientConfig = {}): SFN {
  return new SFN({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
    disableHostPrefix: true,
    ...config,
  });
}

/** A task that never answers. */
export const hang: TaskInvoker = () => new Promise(() => {});

export const roleArn = 'arn:aws:iam::123456789012:role/any';

/** What an API call is refused with. */
export async function refusal(call: Promise<unknown>): Promise<{ name: string; message: string; status: number }> {
  try {
    await call;
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata: { httpStatusCode: number } };
    return { name, message, status: $metadata.httpStatusCode };
  }
  throw new Error('The call was not refused.');
}

/** Waits until an execution has ended. */
export async function ended(sfn: SFN, executionArn: string | undefined) {
  for (;;) {
    const description = await sfn.describeExecution({ executionArn });
    if (description.status !== 'RUNNING') return description;
  }
}
