import type { LanguageId } from './handler-location.ts';
import { pythonWriter } from './python/source-writer.ts';
import { rubyWriter } from './ruby/source-writer.ts';
import type { SourceWriter } from './source-writer.ts';
import { typescriptWriter } from './typescript/source-writer.ts';

/** Who writes new code, by language. Apart from the list of languages, since nothing but commands that write need it. */
export const sourceWriters: Readonly<Record<LanguageId, SourceWriter>> = {
  typescript: typescriptWriter,
  python: pythonWriter,
  ruby: rubyWriter,
};
