import type { TemplateIdentity } from '../contract/state-machine-name.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { ApiError } from './api-error.ts';
import type { CatalogueEntry } from './template-description.ts';
import { compileSchema, type Validator } from './validate-data.ts';

/** The templates of an API. */
export class Catalogue {
  readonly entries: readonly CatalogueEntry[];
  /** Validators of the input schemas, compiled when first needed. */
  readonly #validators = new Map<CatalogueEntry, Validator>();

  constructor(entries: readonly CatalogueEntry[]) {
    this.entries = entries;
  }

  /** The template of this identity; fails with `NOT_FOUND`, and says which one may have been meant. */
  find(identity: TemplateIdentity): CatalogueEntry {
    const wanted = pathOf(identity);
    const found = this.entries.find((entry) => pathOf(entry) === wanted);
    if (found !== undefined) return found;
    throw new ApiError('NOT_FOUND', `There is no template "${wanted}".${this.#hint(identity)}`);
  }

  /** Fails with every violation of the template's `input_schema`. */
  checkContext(entry: CatalogueEntry, context: unknown): void {
    if (entry.input_schema === null) return;
    const validate = this.#validators.get(entry) ?? compileSchema(entry.input_schema, '/context');
    this.#validators.set(entry, validate);
    const violations = validate(context);
    if (violations.length === 0) return;
    const message = `The context breaks the input schema of "${pathOf(entry)}".`;
    throw new ApiError('BAD_REQUEST', message, violations);
  }

  #hint({ namespace, name, version }: TemplateIdentity): string {
    const versions = this.entries
      .filter((entry) => entry.namespace === namespace && entry.name === name)
      .map((entry) => entry.version);
    if (versions.length > 0) return ` It has these versions: ${versions.join(', ')}.`;
    const near = suggest(pathOf({ namespace, name, version }), this.entries.map(pathOf));
    return near === undefined ? '' : ` Did you mean "${near}"?`;
  }
}

function pathOf({ namespace, name, version }: TemplateIdentity): string {
  return `${namespace}/${name}/${version}`;
}
