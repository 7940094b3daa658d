/** The package managers that a new project can be for. */
export const packageManagers = ['npm', 'pnpm', 'yarn'] as const;

export type PackageManager = (typeof packageManagers)[number];

/** How a package manager is spoken to. */
export interface PackageManagerWords {
  /** Installs what `package.json` asks for. */
  readonly install: string;
  /** Installs just what the lock file says. */
  readonly frozen: string;
  readonly test: string;
  /** Comes before the name of a script. */
  readonly run: string;
  /** Comes before the name of a command that a package has. */
  readonly exec: string;
  /** The steps of a GitHub workflow that get Node.js and the package manager; later lines are indented. */
  readonly setup: string;
}

const setupNode = (manager: PackageManager) =>
  `- uses: actions/setup-node@v4\n        with: { node-version: 22, cache: ${manager} }`;

const words: Readonly<Record<PackageManager, PackageManagerWords>> = {
  npm: {
    install: 'npm install',
    frozen: 'npm ci',
    test: 'npm test',
    run: 'npm run',
    exec: 'npx',
    setup: setupNode('npm'),
  },
  pnpm: {
    install: 'pnpm install',
    frozen: 'pnpm install --frozen-lockfile',
    test: 'pnpm test',
    run: 'pnpm run',
    exec: 'pnpm exec',
    setup: `- uses: pnpm/action-setup@v4\n        with: { version: 10 }\n      ${setupNode('pnpm')}`,
  },
  yarn: {
    install: 'yarn install',
    frozen: 'yarn install --frozen-lockfile',
    test: 'yarn test',
    run: 'yarn run',
    exec: 'yarn exec',
    setup: `- run: corepack enable\n      ${setupNode('yarn')}`,
  },
};

/** The words of a package manager. */
export function wordsOfManager(manager: PackageManager): PackageManagerWords {
  return words[manager];
}

/** The package manager that started this program, as it tells its children; npm when none did. */
export function detectPackageManager(env: Readonly<Record<string, string | undefined>>): PackageManager {
  const name = env['npm_config_user_agent']?.split('/')[0];
  return packageManagers.find((manager) => manager === name) ?? 'npm';
}
