/** Where the code of a function lies on Lambda, which the local engine writes, too. */
const TASK_ROOT = /(?:file:\/\/)?\/var\/task\//g;

/** A frame of a stack with its place as seen from the project's folder, such as `lambdas/charge.ts:14:9`: a terminal opens that. */
export function fromProject(frame: string): string {
  return frame.replace(TASK_ROOT, '');
}
