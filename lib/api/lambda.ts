import { readFileSync } from 'node:fs';
import { handle } from 'hono/aws-lambda';
import { TaskerClient } from '../client/tasker-client.ts';
import { stateMachineName } from '../contract/state-machine-name.ts';
import { type ApiCors, createApi } from './create-api.ts';
import {
  TEMPLATES_FILE,
  CLAIM_VARIABLE,
  CORS_VARIABLE,
  MACHINES_VARIABLE,
  PREFIX_VARIABLE,
  RESULTS_VARIABLE,
} from './lambda-environment.ts';
import { byNamespaceClaim } from './namespace-claim.ts';
import { readFromS3 } from './read-from-s3.ts';
import type { ServedTemplate, TemplateDescription } from './template-description.ts';

/** The entry of the Lambda function behind API Gateway. */
export const handler = handle(createApi(connect()));

function connect() {
  const machines = process.env[MACHINES_VARIABLE];
  const prefix = process.env[PREFIX_VARIABLE];
  if (machines === undefined) throw new Error(`The function needs ${MACHINES_VARIABLE}.`);
  const descriptions = JSON.parse(
    readFileSync(new URL(TEMPLATES_FILE, import.meta.url), 'utf8'),
  ) as readonly TemplateDescription[];
  const templates: readonly ServedTemplate[] = descriptions.map((description) => ({
    ...description,
    stateMachineArn: machines + stateMachineName(description, prefix),
  }));
  const claim = process.env[CLAIM_VARIABLE];
  const cors = process.env[CORS_VARIABLE];
  return {
    client: new TaskerClient({ templates, ...(prefix !== undefined && { prefix }) }),
    templates,
    ...(cors !== undefined && { cors: JSON.parse(cors) as ApiCors }),
    ...(claim !== undefined && { authorize: byNamespaceClaim(claim) }),
    ...(process.env[RESULTS_VARIABLE] !== undefined && { readParked: readFromS3() }),
  };
}
