import type { TemplateIdentity } from '../contract/state-machine-name.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { ApiError } from './api-error.ts';
import type { ServedTemplate } from './template-description.ts';
import { judgeOf } from '../schema/judge.ts';
import { refuse } from './refuse.ts';

/** The templates of an API. */
export class ServedTemplates {
  readonly entries: readonly ServedTemplate[];

  constructor(entries: readonly ServedTemplate[]) {
    this.entries = entries;
  }

  /** The template of this identity; fails with `NOT_FOUND`, and says which one may have been meant. */
  find(identity: TemplateIdentity): ServedTemplate {
    const wanted = pathOf(identity);
    const found = this.entries.find((entry) => pathOf(entry) === wanted);
    if (found !== undefined) return found;
    throw new ApiError('NOT_FOUND', `There is no template "${wanted}".${this.#hint(identity)}`);
  }

  /** Fails with every violation of the template's `input_schema`. */
  checkContext(entry: ServedTemplate, context: unknown): void {
    if (entry.input_schema === null) return;
    refuse(
      judgeOf(entry.input_schema)(context),
      '/context',
      `The context breaks the input schema of "${pathOf(entry)}"`,
    );
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
