import { expect, it } from 'vitest';
import { parseTemplateName } from '../../../lib/cli/task/template-name.ts';
import { templateName } from '../../../lib/console/pages/start-sections.ts';
import { readTemplateName, writeTemplateNames } from '../../../lib/contract/started-templates.ts';

it.each([
  ['shop/order', 'order', undefined],
  ['shop/order@2.0.0-rc.1+5', 'order', '2.0.0-rc.1+5'],
  ['shop/order/express', 'order/express', undefined],
  ['shop/order/express@1.2.3', 'order/express', '1.2.3'],
  ['shop/mail a@b', 'mail a@b', undefined],
  ['shop/mail a@b@1.0.0', 'mail a@b', '1.0.0'],
  ['shop/order@2@1.0.0', 'order@2', '1.0.0'],
])('"%s" is the template %s in version %s', (text, name, version) => {
  expect(parseTemplateName(text)).toEqual({ namespace: 'shop', name, ...(version !== undefined && { version }) });
});

const names = ['order', 'order/express', 'a b', 'x@1.0.0', '1/2.0.0', 'x/1'];

it.each(names)('the template "%s" is written so that it can be read again', (name) => {
  const identity = { namespace: 'shop', name, version: '1.0.0' };
  expect(parseTemplateName(templateName(identity))).toEqual(identity);
  expect(readTemplateName(writeTemplateNames([identity]))).toEqual(identity);
});

it.each(['shop/order', 'shop/order/express', 'shop/a b'])(
  '"%s" stands for version 1.0.0 in a list of tasks to start',
  (text) => {
    expect(readTemplateName(text)).toEqual({ namespace: 'shop', name: text.slice(5), version: '1.0.0' });
  },
);
