import { describe, expect, it } from 'vitest';
import { nameStacks } from '../../lib/constructs/stacks/name-stacks.ts';

const of = (namespace: string, name: string, version = '1.0.0') => ({ namespace, name, version });
const ids = (...identities: readonly ReturnType<typeof of>[]) =>
  nameStacks(identities, { taken: ['TaskerApi'] }).map(({ id }) => id);
const names = (...identities: readonly ReturnType<typeof of>[]) =>
  nameStacks(identities).map(({ stackName }) => stackName);

describe('the ids of stacks', () => {
  it('are the names of the templates', () => {
    expect(ids(of('microservices', 'user_registration'), of('shop', 'checkout'))).toEqual([
      'UserRegistration',
      'Checkout',
    ]);
  });

  it('get the namespace where two namespaces share a name', () => {
    expect(ids(of('one', 'sync'), of('two', 'sync'), of('two', 'other'))).toEqual(['OneSync', 'TwoSync', 'Other']);
  });

  it('get the version where a template has two', () => {
    expect(ids(of('one', 'sync', '1.0.0'), of('one', 'sync', '2.0.0'))).toEqual(['Sync-1-0-0', 'Sync-2-0-0']);
  });

  it('get what is needed, each for itself', () => {
    expect(ids(of('one', 'sync', '1.0.0'), of('one', 'sync', '2.0.0'), of('two', 'sync'))).toEqual([
      'OneSync-1-0-0',
      'OneSync-2-0-0',
      'TwoSync',
    ]);
  });

  it('get both where both are needed', () => {
    expect(ids(of('a', 'x'), of('a', 'x', '2.0.0'), of('b', 'x'), of('b', 'x', '2.0.0'))).toEqual([
      'AX-1-0-0',
      'AX-2-0-0',
      'BX-1-0-0',
      'BX-2-0-0',
    ]);
  });

  it('are never one that is taken', () => {
    expect(ids(of('ops', 'tasker_api'))).toEqual(['Ops-TaskerApi-1-0-0']);
    expect(new Set(ids(of('a', 'b_c'), of('a_b', 'c'), of('z', 'a_b_c'), of('y', 'a-b-c'))).size).toBe(4);
  });
});

describe('the names of stacks', () => {
  it('tell namespace, name and version, whatever other templates there are', () => {
    expect(names(of('microservices', 'user_registration'))).toEqual(['Microservices-UserRegistration-1-0-0']);
    expect(names(of('microservices', 'user_registration'), of('other', 'user_registration'))[0]).toBe(
      'Microservices-UserRegistration-1-0-0',
    );
  });

  it('differ for templates that differ, and are such as CloudFormation takes', () => {
    const identities = [
      of('a', 'user_import'),
      of('a', 'user-import'),
      of('a', 'userImport'),
      of('a', 'UserImport'),
      of('a', 'user import'),
      of('a', 'user_1'),
      of('a', 'user1'),
      of('a_b', 'c'),
      of('a', 'b_c'),
      of('ab', 'c'),
      of('a', '9lives'),
      of('a', 'x', '1.0.0-a.b'),
      of('a', 'x', '1.0.0-a-b'),
      of('a', 'x', '1.0.0'),
      of('a', 'n'.repeat(200)),
      of('a', `${'n'.repeat(200)}x`),
    ];
    const found = names(...identities);
    expect(new Set(found).size).toBe(identities.length);
    for (const name of found) expect(name).toMatch(/^[A-Za-z][A-Za-z0-9-]{0,127}$/);
    for (const id of nameStacks(identities).map((each) => each.id)) expect(id).toMatch(/^[A-Za-z][A-Za-z0-9-]*$/);
  });
});

describe('a prefix', () => {
  it('goes before ids and stack names, within what CloudFormation takes', () => {
    expect(nameStacks([of('shop', 'checkout')], { prefix: 'dev' })).toEqual([
      { id: 'dev--Checkout', stackName: 'dev--Shop-Checkout-1-0-0' },
    ]);
    const [long] = nameStacks([of('shop', 'x'.repeat(200))], { prefix: 'dev' });
    expect(long?.stackName).toMatch(/^dev--Shop-X+-[0-9a-f]{8}$/i);
    expect(long?.stackName).toHaveLength(128);
  });
});
