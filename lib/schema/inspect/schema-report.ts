import type { DiagnosticKind } from '../../diagnostics/diagnostic-kind.ts';
import type { Path } from '../schema.ts';

/** Where in a schema a mistake is. */
export interface SchemaPlace {
  readonly path: Path;
  /** Whether the key at the end of the path is meant, and not its value. */
  readonly atKey?: boolean;
}

/** Says that something is wrong at a place of a schema. */
export type SchemaReport = <P>(kind: DiagnosticKind<P>, place: SchemaPlace, params: NoInfer<P>) => void;
