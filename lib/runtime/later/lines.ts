/** What the log needs for a line of what is no JSON. A line is not waited for: it is loaded at once. */
export { lineInWords } from '../log/line-in-words.ts';
export { fieldsOf } from '../safely.ts';
