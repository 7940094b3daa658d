import type { ClassLocation } from '../handler-location.ts';
import type { Publication } from '../publication.ts';

/** Where the modules of a publication are written. */
export interface PublicationFiles {
  /** Writes a module beside the entry and returns its path. */
  readonly write: (name: string, code: string) => string;
  /** The path of a module of a package of ours. */
  readonly pathOf: (specifier: string) => string;
}

/** The statements of a handler's entry that define `create`, their imports included; `Handler` is the handler. */
export function publicationCode(
  { steps, publishers, subscribers }: Publication,
  { write, pathOf }: PublicationFiles,
): string {
  const imports: string[] = [`import { createPublishingFunction } from 'tasker-sfn/runtime';`];
  const importAll = (classes: readonly ClassLocation[], name: string) =>
    classes.map(({ file, exportName }, index) => {
      imports.push(`import { ${exportName} as ${name}${index} } from ${JSON.stringify(file)};`);
      return `${name}${index}`;
    });
  const checks = new Map<string, string>();
  const checkOf = (code: string): string => {
    const known = checks.get(code);
    if (known !== undefined) return known;
    const name = `check${checks.size}`;
    // The validators of Ajv require some modules of its own.
    const own = code.replace(
      /require\("(ajv[^"]*)"\)/g,
      (_, each: string) => `require(${JSON.stringify(pathOf(each))})`,
    );
    imports.push(`import ${name} from ${JSON.stringify(write(name, own))};`);
    checks.set(code, name);
    return name;
  };
  const templates = [...new Set(steps.map(({ template }) => template))];
  const declared = templates.map((template) => {
    const own = steps.filter((each) => each.template === template);
    const lists = own.map(({ step, events }) => {
      const items = events.map(
        ({ declaration, checkCode }) => `{ ...${JSON.stringify(declaration)}, check: ${checkOf(checkCode)} }`,
      );
      return `${JSON.stringify(step)}: [${items.join(', ')}]`;
    });
    return `${JSON.stringify(template)}: { ${lists.join(', ')} }`;
  });
  const setup = [
    `declared: { ${declared.join(', ')} }`,
    `publishers: [${importAll(publishers, 'Publisher').join(', ')}]`,
    `subscribers: [${importAll(subscribers, 'Subscriber').join(', ')}]`,
  ];
  const call = `createPublishingFunction(Handler, { ${setup.join(', ')} }, options)`;
  return `${imports.join('\n')}\nexport const create = (options) => ${call};\n`;
}
