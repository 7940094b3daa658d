/** What the functions of decisions and of batchable steps need. */
export { decisionOf } from '../decision/decision-of.ts';
