import type { LanguageId } from '../../languages/index.ts';
import type { NewHandler, NewHandlerTest, SourceFile } from '../../languages/source-writer.ts';
import { sourceWriters } from '../../languages/source-writers.ts';
import { HANDLERS, type NewFile, type NewFilesFlags } from './write-new-files.ts';

/** How handlers are asked for. */
export interface HandlerFlags extends NewFilesFlags {
  readonly language: LanguageId;
}

/** The file of a handler that has nothing to do yet. */
export function handlerFile(handler: Omit<NewHandler, 'handlers'>, { language }: HandlerFlags): NewFile {
  const file = sourceWriters[language].handlerFile({ ...handler, handlers: HANDLERS });
  return { ...file, callable: handler.callable };
}

/** A test of a handler as {@link handlerFile} writes it. */
export function handlerTestFile(test: Omit<NewHandlerTest, 'handlers'>, { language }: HandlerFlags): SourceFile {
  return sourceWriters[language].handlerTestFile({ ...test, handlers: HANDLERS });
}
