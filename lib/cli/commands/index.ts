import type { AddCommand } from '../command.ts';
import { addCompile } from './compile.ts';
import { addCompletion } from './completion.ts';
import { addConsole } from './console.ts';
import { addCost } from './cost.ts';
import { addDlq } from './dlq.ts';
import { addExplain } from './explain.ts';
import { addGenerate } from './generate.ts';
import { addGraph } from './graph.ts';
import { addInit } from './init.ts';
import { addLanguageServer } from './language-server.ts';
import { addLearn } from './learn.ts';
import { addLocal } from './local.ts';
import { addMcp } from './mcp.ts';
import { addNew } from './new.ts';
import { addPlan } from './plan.ts';
import { addReplay } from './replay.ts';
import { addRun } from './run.ts';
import { addSchema } from './schema.ts';
import { addTask } from './task.ts';
import { addValidate } from './validate.ts';

/** Every command, in the order of the help. */
export const commands: readonly AddCommand[] = [
  addValidate,
  addExplain,
  addPlan,
  addCost,
  addGraph,
  addCompile,
  addRun,
  addReplay,
  addLocal,
  addConsole,
  addTask,
  addDlq,
  addLearn,
  addInit,
  addNew,
  addGenerate,
  addSchema,
  addLanguageServer,
  addMcp,
  addCompletion,
];
