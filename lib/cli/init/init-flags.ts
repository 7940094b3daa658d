import { choice, type FlagsOf, negated, text, toggle } from '../flags.ts';
import { languageFlag } from '../language-flag.ts';
import { packageManagers } from './package-manager.ts';

/** Flags of `init`. */
export const initFlags = {
  language: languageFlag,
  packageManager: choice('<name>', 'what installs packages (default: what runs this command, or npm)', packageManagers),
  taskerSfn: text(
    '<spec>',
    'what package.json asks for as tasker-sfn, such as file:../tasker-sfn.tgz (default: this version)',
  ),
  install: negated('write the files, and install nothing'),
  json: toggle('print what was written, and what to run next, as one JSON document'),
};

export type InitFlags = FlagsOf<typeof initFlags>;
