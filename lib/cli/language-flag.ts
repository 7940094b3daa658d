import { LANGUAGE_IDS } from '../languages/handler-location.ts';
import { choice, withDefault } from './flags.ts';

/** The language in which code is written. */
export const languageFlag = withDefault(choice('<name>', 'the language of the code', LANGUAGE_IDS), 'typescript');
