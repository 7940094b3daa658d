import { stringify } from 'yaml';

/** Tells editors what a template may look like, seen from `templates/<namespace>/` of a project that has the package. */
export const SCHEMA_LINE = '# yaml-language-server: $schema=../../node_modules/tasker-sfn/schema/task-template.json';

/** The callables of a new template's steps. */
export interface Callables {
  readonly prepare: string;
  readonly left: string;
  readonly right: string;
  readonly finish: string;
}

/** A template of four steps, the middle two of which run at the same time. */
export function templateText(
  { namespace, name }: { readonly namespace: string; readonly name: string },
  callables: Callables,
): string {
  return `${SCHEMA_LINE}
#            ┌─ left ──┐
#   prepare ─┤         ├─ finish
#            └─ right ─┘
name: ${scalar(name)}
namespace_name: ${scalar(namespace)}
version: 1.0.0
description: What a task of this kind does, in one sentence

# What the context of a task must look like.
input_schema:
  type: object
  properties:
    note:
      type: string

steps:
  # A step without dependencies starts at once.
  - name: prepare
    handler:
      callable: ${callables.prepare}
    # What the step returns; "generate types" makes TypeScript of it.
    result_schema:
      type: object
      required: [attempt]
      properties:
        attempt:
          type: integer

  # Steps that do not depend on each other run at the same time.
  - name: left
    dependencies: [prepare]
    handler:
      callable: ${callables.left}
    # After an error the step runs again: three times at most, with longer and longer waits between.
    retry:
      max_attempts: 3
      backoff: exponential
      backoff_base_ms: 1000
      max_backoff_ms: 30000

  - name: right
    dependencies: [prepare]
    handler:
      callable: ${callables.right}
    # A run that takes longer has failed, and is tried again.
    timeout_seconds: 30

  # A step starts when all of its dependencies are complete. It can read their results, and those of prepare.
  - name: finish
    dependencies: [left, right]
    handler:
      callable: ${callables.finish}
`;
}

/** Some names, such as "true", would not be text without quotes. */
function scalar(text: string): string {
  return stringify(text).trimEnd();
}
