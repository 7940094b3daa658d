import { hasPython } from './has-python.ts';
import { hasRuby } from './has-ruby.ts';

/** A language other than TypeScript, for tests that hold for each of them. */
export interface OtherLanguage {
  readonly language: 'python' | 'ruby';
  readonly title: string;
  /** What is needed, as diagnostics say it. */
  readonly needs: string;
  /** Whether this machine has it. */
  readonly isHere: boolean;
  readonly program: string;
  /** The variable that names an interpreter. */
  readonly variable: string;
  readonly extension: string;
  /** The runtime of Lambda. */
  readonly runtime: string;
  /** A handler `Shop::Charge`. */
  readonly charge: string;
  /** Where its name stands. */
  readonly at: string;
  /** Code that ends whoever runs it. */
  readonly exits: string;
  /** Code of a file without handlers. */
  readonly tool: string;
  /** A handler with files that it needs, directly and not, and some that nobody needs. Its context may tell it to `fail`. */
  readonly modules: Readonly<Record<string, string>>;
  /** The files that it needs, from the folder of handlers. */
  readonly sources: readonly string[];
  /** What it returns. */
  readonly result: Readonly<Record<string, unknown>>;
  /** The class of its failure, and where that is raised. */
  readonly fails: { readonly type: string; readonly at: string };
  /** What lies in the folder of the function. */
  readonly deployed: readonly string[];
  readonly deployedHandlers: readonly string[];
  /** Arguments that make a program of the folder of a function answer an event with a line of JSON. */
  readonly invoke: (folder: string, event: string) => readonly string[];
  /** Imports: of Lambda's own, and of what nothing provides, which stands in the second line. */
  readonly imports: { readonly code: string; readonly missing: string; readonly advice: string };
  /** A module that the handler needs, and that cannot be read. */
  readonly broken: { readonly imports: string; readonly file: string; readonly code: string };
}

const python: OtherLanguage = {
  language: 'python',
  title: 'Python',
  needs: 'Python 3.10 or later',
  isHere: hasPython,
  program: 'python3',
  variable: 'TASKER_SFN_PYTHON',
  extension: 'py',
  runtime: 'python3.13',
  charge: `from tasker_core import StepHandler
class Charge(StepHandler):
    handler_name = "Shop::Charge"
    def call(self, context):
        return self.success({"charged": True})
`,
  at: '2:7',
  exits: 'raise SystemExit(1)\n',
  tool: 'print("hello")',
  modules: {
    '../pyproject.toml': '',
    '../common/__init__.py': 'NAME = "common"',
    '../common/unused.py': '',
    'shop/charge.py': `from tasker_core import StepHandler
from .money import cents
from common import NAME
import helpers

class Charge(StepHandler):
    handler_name = "Shop::Charge"
    def call(self, context):
        import json
        from shop import late
        if context.get_input("fail"):
            cents(None)
        return self.success({"cents": cents(1.5), "name": NAME, "help": helpers.HELP, "late": late.LATE})
`,
    'shop/money.py': 'def cents(amount):\n    return int(amount * 100)\n',
    'shop/late.py': 'LATE = True\n',
    'shop/unused.py': '',
    'helpers.py': 'HELP = "me"\n',
  },
  sources: ['../common/__init__.py', 'helpers.py', 'shop/charge.py', 'shop/late.py', 'shop/money.py'],
  result: { cents: 150, name: 'common', help: 'me', late: true },
  fails: { type: 'TypeError', at: 'shop/money.py:2:5' },
  deployed: ['common', 'index.py', 'lambdas', 'tasker_core', 'tasker_sfn'],
  deployedHandlers: ['charge.py', 'late.py', 'money.py'],
  invoke: (folder, event) => {
    const code = `import json, index; print(json.dumps(index.handler(json.loads('''${event}'''), None)))`;
    return ['-I', '-c', `import sys; sys.path.insert(0, ${JSON.stringify(folder)}); ${code}`];
  },
  imports: {
    code: 'import boto3\nimport requests.adapters\n',
    missing: 'imports "requests", which is neither',
    advice: 'Add the package to "requirements.txt"',
  },
  broken: { imports: 'import money\n', file: 'money.py', code: 'def :' },
};

const ruby: OtherLanguage = {
  language: 'ruby',
  title: 'Ruby',
  needs: 'Ruby 3.1 or later',
  isHere: hasRuby,
  program: 'ruby',
  variable: 'TASKER_SFN_RUBY',
  extension: 'rb',
  runtime: 'ruby3.4',
  charge: `require 'tasker_core'
module Shop
  class Charge < TaskerCore::StepHandler::Base
    def call(context)
      success(result: { charged: true })
    end
  end
end
`,
  at: '3:9',
  exits: 'BEGIN { exit!(1) }\n',
  tool: 'puts "hello"',
  // Code as in an application: a file for each constant, and nobody requires some of them.
  modules: {
    '../Gemfile': '',
    '../lib/common.rb': "module Common\n  NAME = 'common'\nend\n",
    '../lib/unused.rb': 'module Unused; end\n',
    'shop/charge.rb': `require 'tasker_core'
require 'bigdecimal'
require_relative 'money'
require 'common'

module Shop
  class Charge < TaskerCore::StepHandler::Base
    def call(context)
      Money.cents(nil) if context.get_input('fail')
      success(result: { cents: Money.cents(1.5), name: Common::NAME, late: Late.told, help: Help::Text::WORD })
    end
  end
end
`,
    'shop/money.rb':
      'module Shop\n  module Money\n    def self.cents(amount)\n      (amount * 100).to_i\n    end\n  end\nend\n',
    'shop/late.rb': 'module Shop\n  class Late\n    def self.told\n      true\n    end\n  end\nend\n',
    'shop/unused.rb': 'module Shop; class Unused; end; end\n',
    'help/text.rb': "module Help\n  module Text\n    WORD = 'me'\n  end\nend\n",
  },
  sources: ['../lib/common.rb', 'help/text.rb', 'shop/charge.rb', 'shop/late.rb', 'shop/money.rb'],
  result: { cents: 150, name: 'common', late: true, help: 'me' },
  fails: { type: 'NoMethodError', at: 'shop/money.rb:4:7' },
  deployed: ['index.rb', 'lambdas', 'lib', 'tasker_core', 'tasker_core.rb', 'tasker_sfn', 'tasker_sfn.rb'],
  deployedHandlers: ['charge.rb', 'late.rb', 'money.rb'],
  invoke: (folder, event) => [
    '-I',
    folder,
    '-e',
    `require 'index'; puts JSON.generate(handler(event: JSON.parse('${event}'), context: nil))`,
  ],
  imports: {
    code: "require 'aws-sdk-s3'\nrequire 'faraday/retry'\n",
    missing: '"faraday/retry", which is neither',
    advice: 'Add the gem to "Gemfile"',
  },
  broken: { imports: "require_relative 'money'\n", file: 'money.rb', code: 'def' },
};

export const OTHER_LANGUAGES = [python, ruby];
