import { basename, dirname, parse } from 'node:path';

/** The name of a plain function: that of its file, or of its folder where the file's says nothing. */
export function functionName(file: string): string {
  const { name } = parse(file);
  return /^(?:index|app|main|handler|__init__)$/.test(name) ? basename(dirname(file)) : name;
}
