import { ACT } from './act.ts';
import { DRAWER } from './drawer.ts';
import { KEYS } from './keys.ts';
import { LIVE } from './live.ts';
import { MORPH } from './morph.ts';
import { PICTURE } from './picture.ts';
import { START_FORM } from './start-form.ts';

/** The script of the console's pages. They can be read without it; it keeps them up to date, acts, and listens to keys. */
export const PAGE_SCRIPT = `'use strict';\n${[MORPH, LIVE, ACT, PICTURE, DRAWER, KEYS, START_FORM].join('')}`;
