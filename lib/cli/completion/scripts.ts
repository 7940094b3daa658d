import { bashScript } from './bash-script.ts';
import { fishScript } from './fish-script.ts';
import { zshScript } from './zsh-script.ts';

/** What makes the script of each shell. */
export const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript };
