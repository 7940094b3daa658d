import type { Report } from '../diagnostics/report.ts';
import type { Draft, Rule } from './rule.ts';
import { backoffAboveMaximum } from './rules/backoff-above-maximum.ts';
import { badEventName } from './rules/bad-event-name.ts';
import { badNamespace } from './rules/bad-namespace.ts';
import { badPublisher } from './rules/bad-publisher.ts';
import { badStepName } from './rules/bad-step-name.ts';
import { badVersion } from './rules/bad-version.ts';
import { convergenceWithoutBranch } from './rules/convergence-without-branch.ts';
import { decisionWithoutDependency } from './rules/decision-without-dependency.ts';
import { dependencyCycle } from './rules/dependency-cycle.ts';
import { duplicateDependency } from './rules/duplicate-dependency.ts';
import { duplicateStep } from './rules/duplicate-step.ts';
import { grammarCallable } from './rules/grammar-callable.ts';
import { missingBatchConfig } from './rules/missing-batch-config.ts';
import { missingWorkerTemplate } from './rules/missing-worker-template.ts';
import { noSteps } from './rules/no-steps.ts';
import { orphanStep } from './rules/orphan-step.ts';
import { schemaNotObject } from './rules/schema-not-object.ts';
import { selfDependency } from './rules/self-dependency.ts';
import { strayBatchConfig } from './rules/stray-batch-config.ts';
import { unknownDependency } from './rules/unknown-dependency.ts';
import { unknownOverrideStep } from './rules/unknown-override-step.ts';
import { unusualRetry } from './rules/unusual-retry.ts';
import { unusedAttempts } from './rules/unused-attempts.ts';

/** In the order in which mistakes at one place are shown: the one that explains the others comes first. */
export const rules: readonly Rule[] = [
  badNamespace,
  badVersion,
  noSteps,
  badStepName,
  duplicateStep,
  unknownDependency,
  selfDependency,
  duplicateDependency,
  dependencyCycle,
  orphanStep,
  grammarCallable,
  decisionWithoutDependency,
  convergenceWithoutBranch,
  missingBatchConfig,
  strayBatchConfig,
  missingWorkerTemplate,
  schemaNotObject,
  badEventName,
  badPublisher,
  unusualRetry,
  backoffAboveMaximum,
  unusedAttempts,
  unknownOverrideStep,
];

/** Checks a template against every rule. */
export function validateTemplate(draft: Draft, report: Report): void {
  for (const rule of rules) rule.check(draft, report);
}
