import { ErrorName } from '../../../states-language/error-name.ts';
import { FatalStatesError } from '../../base/states-error.ts';

/** Loads a package; in tests, something in its place. */
export type LoadPackage = (packageName: string) => Promise<Readonly<Record<string, unknown>>>;

/** Loads a package of the AWS SDK. One that is not installed ends the execution, and says what to do about it. */
export async function loadSdk(
  packageName: string,
  load: LoadPackage = (name) => import(name) as ReturnType<LoadPackage>,
): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await load(packageName);
  } catch (error) {
    // Who looks for it is a path of this machine, which is nobody's business.
    const reason = (error as Error).message.replace(/ imported from .*/s, '');
    throw new FatalStatesError(
      ErrorName.runtime,
      `The local service needs the package ${packageName} here. Install it: npm install --save-dev ${packageName} (${reason})`,
    );
  }
}
