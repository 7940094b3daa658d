/** Loads a part that lies beside a bundle. Bundlers of yours do not look for it, since its name is no constant here. */
export const loadPart = (file: string): Promise<never> => import(file) as Promise<never>;
