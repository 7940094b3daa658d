import { join } from 'node:path';
import { ExitCode, UsageError } from '../exit-code.ts';
import type { CliIo } from '../io.ts';
import { printJson } from '../print-json.ts';
import { handlerFile, type HandlerFlags } from './handler-file.ts';
import { pascalCase } from '../../languages/names.ts';
import { templateText } from './template-text.ts';
import { writeNewFiles } from './write-new-files.ts';

/** A namespace has at most 29 characters; the name is also that of a file. */
const TEMPLATE = /^([A-Za-z]\w{0,28})\/([A-Za-z][\w-]{0,99})$/;

/** How a template is asked for. */
export interface NewTemplateFlags extends HandlerFlags {
  /** The state machine that it is made of. */
  readonly from?: string | undefined;
  readonly machine?: string | undefined;
}

/** Writes a template of four steps with their handlers, ready to run. */
export async function newTemplate(text: string, flags: NewTemplateFlags, io: CliIo): Promise<ExitCode> {
  const [, namespace, name] = TEMPLATE.exec(text) ?? [];
  if (namespace === undefined || name === undefined) {
    throw new UsageError(
      `"${text}" is not a name for a template. Write namespace/name. Each begins with a letter and has letters, digits and _; the name may also have -.`,
    );
  }
  const { from, machine } = flags;
  if (from !== undefined) {
    if (flags.language !== 'typescript') throw new UsageError('--from writes handlers in TypeScript alone.');
    const { newTemplateFrom } = await import('../import/new-template-from.ts');
    return newTemplateFrom({ namespace, name }, { ...flags, from }, io);
  }
  if (machine !== undefined) throw new UsageError('--machine names a state machine of the file of --from: give both.');
  const callable = (step: string) => `${pascalCase(namespace)}::${pascalCase(`${name}_${step}_handler`)}`;
  const callables = {
    prepare: callable('prepare'),
    left: callable('left'),
    right: callable('right'),
    finish: callable('finish'),
  };
  const path = join('templates', namespace, `${name}.yaml`);
  const handlers = Object.values(callables).map((each) => handlerFile({ callable: each, namespace }, flags));
  const files = [{ path, text: templateText({ namespace, name }, callables) }, ...handlers];
  await writeNewFiles(files, io, flags);
  if (flags.json) printJson({ files: files.map((file) => file.path) }, io);
  io.stderr.write(`\nNext, run it:\n  npx tasker-sfn run ${path}\n`);
  return ExitCode.ok;
}
