/** The place at the end of a frame of Node. */
const PLACE = /^\s+at .*?([^\s()]+):\d+:\d+\)?$/;

/** Places that are not of the user's own code. */
const OTHERS: readonly RegExp[] = [
  /^node:|^\[eval\]$/,
  /^(?:file:\/\/)?\/var\/runtime\//,
  /[\\/]node_modules[\\/]/,
  // The parts and entries of ours.
  /tasker-sfn:entry$|[\\/]tasker-sfn-\w+\.mjs$/,
  // The runtime in a bundle, on Lambda and on this machine: source maps give all that the user wrote a place of its own.
  /^(?:file:\/\/)?\/var\/task\/index\.mjs$|[\\/]index\.mjs\?v=\w+$/,
];

/** In a bundle, a class that names itself has an underscore before its name. */
const UNDERSCORE = /^(\s+at (?:async )?)_(?=[\w$]+\.)/;

/** Where Node goes on after an `await`: some versions put that between the frames of the user's own code. */
const TASK_QUEUES = /\(node:internal\/process\/task_queues:/;

/**
 * The frames of a Node function's stack up to the last of the user's own code: what called that is the runtime's business. All
 * frames where none is the user's, and of other languages, which have no such frames.
 */
export function ownFrames(frames: readonly string[]): readonly string[] {
  const last = frames.findLastIndex((frame) => isOwn(frame));
  const own = last < 0 ? frames : frames.slice(0, last + 1).filter((frame) => !TASK_QUEUES.test(frame));
  return own.map((frame) => frame.replace(UNDERSCORE, '$1'));
}

function isOwn(frame: string): boolean {
  const [, file] = PLACE.exec(frame) ?? [];
  return file !== undefined && !OTHERS.some((other) => other.test(file));
}
