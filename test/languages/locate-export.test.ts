import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { locateExport } from '../../lib/languages/index.ts';
import { project } from '../cli/project.ts';

describe('a name is declared', () => {
  it.each([
    [
      'a.ts',
      "// E and X::E\nconst NAME = 'X::E';\nexport abstract class Mid {}\nexport class E extends Mid {}\n",
      'E',
      4,
      14,
    ],
    [
      'b.ts',
      "import { pay } from './pay.ts';\n/** Pay pays. */\nexport const Pay = defineHandler('Pay', {}, pay);\n",
      'Pay',
      3,
      14,
    ],
    ['c.cjs', '// B\nclass C {}\nexports.B = C;\n', 'B', 3, 9],
    ['d.py', '# charge charges\n@step_handler("charge")\nasync def charge():\n    pass\n', 'charge', 3, 11],
    ['e.rb', '# Pay\nmodule Shop\n  class Shop::Pay < Base\n  end\n', 'Shop::Pay', 3, 15],
    ['f.rb', "# Pay == Pay\nmodule Shop\n  Pay = step_handler('Shop::Pay') do\n  end\n", 'Shop::Pay', 3, 3],
    ['g.ts', 'const C = 1;\nexport { C as Renamed };\n', 'Renamed', 2, 15],
    ['h.ts', 'export default class {}\n', 'default', 1, 8],
    ['i.ts', 'export class $x {}\n', '$x', 1, 14],
    ['j.ts', 'nothing\n', 'Gone', 1, 1],
  ])('in %s', (name, text, exportName, line, column) => {
    const file = join(project({ [name]: text }), name);
    expect(locateExport({ file, exportName })).toEqual({ file, line, column });
  });
});
