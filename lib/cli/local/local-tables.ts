import { Rendezvous } from '../../contract/rendezvous.ts';
import type { Tables } from '../../local/index.ts';

/** The table where steps of different branches meet, under its own key for a name. */
export const localTables: Tables = { [Rendezvous.tableKey]: [Rendezvous.execution, Rendezvous.step] };
