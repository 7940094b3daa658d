// Builds the website of docs/ into site/.vitepress/dist: `npm run docs`. Installs what that needs at the first time.
//   --serve   serves it afterwards, on http://localhost:4173
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const site = import.meta.dirname;
const root = resolve(site, '..');
/** What VitePress reads: docs/, and the pages that are made here. */
const pages = join(site, '.pages');
const run = (program, ...args) => execFileSync(program, args, { cwd: site, stdio: 'inherit' });
const bin = (name) => join(site, 'node_modules/.bin', name);

if (!existsSync(join(site, 'node_modules'))) run('npm', 'ci', '--no-audit', '--no-fund');

rmSync(pages, { recursive: true, force: true });
cpSync(join(root, 'docs'), pages, { recursive: true });
cpSync(join(root, 'CHANGELOG.md'), join(pages, 'changelog.md'));

// The exports of the package, from their docstrings.
const entries = [
  'index',
  'runtime/index',
  'client/index',
  'local/index',
  'testing/index',
  'constructs/index',
  'api/index',
];
run(
  bin('typedoc'),
  ...entries.flatMap((entry) => ['--entryPoints', join(root, `lib/${entry}.ts`)]),
  ...['--tsconfig', join(root, 'tsconfig.json'), '--basePath', join(root, 'lib')],
  ...['--plugin', 'typedoc-plugin-markdown', '--out', join(pages, 'reference/exports')],
  ...['--readme', 'none', '--hideBreadcrumbs', 'true', '--hidePageHeader', 'true', '--entryFileName', 'index.md'],
  ...['--outputFileStrategy', 'modules', '--useCodeBlocks', 'true'],
  ...['--excludeInternal', '--excludePrivate', '--disableSources', '--skipErrorChecking', '--logLevel', 'Error'],
);

for (const file of readdirSync(pages, { recursive: true, encoding: 'utf8' }).filter((each) => each.endsWith('.md'))) {
  const path = join(pages, file);
  const text = readFileSync(path, 'utf8');
  const exports = file.startsWith('reference/exports');
  writeFileSync(path, exports ? byImport(text) : withoutFiles(text, dirname(path)));
}

run(bin('vitepress'), 'build', '.');
if (process.argv.includes('--serve')) run(bin('vitepress'), 'preview', '.', '--port', '4173');

/** TypeDoc calls a module by its file; readers import it by its path in the package. */
function byImport(text) {
  const pathOf = (name) => (name === 'index' ? 'tasker-sfn' : `tasker-sfn/${name}`);
  return text
    .replace(
      /^# tasker-sfn\n\n## Modules\n/,
      '# Exports\n\nWhat the package exports, by the path of the import. Made from the docstrings.\n',
    )
    .replace(/^# ([a-z]+)$/m, (_, name) => `# ${pathOf(name)}`)
    .replace(/^- \[([a-z]+)\]\((?=[\w/-]+\.md\))/gm, (_, name) => `- [\`${pathOf(name)}\`](`);
}

/** Links to files of the repository, which the site does not have, become their paths. */
function withoutFiles(text, folder) {
  return text.replace(/(!?)\[([^\]]*)\]\(([^)\s]+)\)/g, (whole, image, label, link) => {
    if (image || /^(?:https?:|mailto:|#)/.test(link)) return whole;
    const [file] = link.split('#');
    const target = resolve(folder, file);
    if (existsSync(target) && !relative(pages, target).startsWith('..')) return whole;
    return label.startsWith('`')
      ? label
      : `\`${relative(root, resolve(join(root, 'docs'), relative(pages, folder), file))}\``;
  });
}
