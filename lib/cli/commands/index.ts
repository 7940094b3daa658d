import type { AddCommand } from '../command.ts';
import { addCompile } from './compile.ts';
import { addGraph } from './graph.ts';
import { addLocal } from './local.ts';
import { addPlan } from './plan.ts';
import { addRun } from './run.ts';
import { addValidate } from './validate.ts';

/** Every command, in the order of the help. */
export const commands: readonly AddCommand[] = [addValidate, addPlan, addGraph, addCompile, addRun, addLocal];
