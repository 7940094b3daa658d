import { describe, expect, it } from 'vitest';
import type { StepContext } from '../../lib/runtime/index.ts';
import {
  ClassLookupResolver,
  effectiveMethod,
  ExplicitMappingResolver,
  fromCallable,
  fromDto,
  HandlerRegistry,
  hasResolverHint,
  MethodDispatchError,
  MethodDispatchWrapper,
  NoResolverMatchError,
  normalizeToDefinition,
  RegistryResolver,
  ResolutionError,
  ResolverChain,
  ResolverNotFoundError,
  StepHandler,
  StepHandlerResult,
  usesMethodDispatch,
} from '../../lib/runtime/index.ts';

const context = {} as StepContext;

class Refund extends StepHandler {
  static override handlerName = 'Shop::Refund';
  async call() {
    return this.success({ invoked: 'call' });
  }
  async partial() {
    return this.success({ invoked: 'partial' });
  }
}

describe('handler definitions', () => {
  it('have defaults', () => {
    const empty = { method: null, resolver: null, initialization: {} };
    expect(fromCallable('A')).toEqual({ callable: 'A', ...empty });
    expect(fromDto(undefined)).toEqual({ callable: '', ...empty });
    expect(normalizeToDefinition('A')).toEqual(normalizeToDefinition({ callable: 'A' }));
  });

  it('dispatch a method only when they name another than call', () => {
    expect(['', null, 'call', 'partial'].map((method) => usesMethodDispatch({ callable: 'A', method }))).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect(effectiveMethod({ callable: 'A' })).toBe('call');
    expect(hasResolverHint({ callable: 'A', resolver: 'x' })).toBe(true);
    expect(hasResolverHint({ callable: 'A', resolver: '' })).toBe(false);
  });
});

describe('HandlerRegistry', () => {
  it('finds what is registered, in any spelling, and makes it anew', async () => {
    const registry = new HandlerRegistry();
    await registry.initialize();
    registry.register('Shop::Refund', Refund);
    const handler = await registry.resolve('Shop.Refund');
    expect(handler).toBeInstanceOf(Refund);
    expect(registry.resolveSync('Shop::Refund')).not.toBe(handler);
    expect(await registry.resolve('Shop.Nobody')).toBeNull();
    expect(registry.resolveSync('Shop.Nobody')).toBeNull();
    expect(registry.debugInfo()).toMatchObject({ handlers: ['Shop.Refund'], handlerCount: 1 });
    expect([registry.isRegistered('Shop.Refund'), registry.unregister('Shop.Refund')]).toEqual([true, true]);
    expect(registry.handlerCount()).toBe(0);
  });

  it('dispatches the method', async () => {
    const registry = new HandlerRegistry();
    registry.register('Shop.Refund', Refund);
    const handler = registry.resolveSync({ callable: 'Shop.Refund', method: 'partial' });
    expect((await handler!.call(context)).result).toEqual({ invoked: 'partial' });
    expect(await registry.resolve({ callable: 'Shop.Refund', method: 'nothing' })).toBeNull();
  });
});

describe('ResolverChain', () => {
  class Payments extends RegistryResolver {
    static override readonly _name = 'payments';
    static override readonly _priority = 20;
    static override readonly pattern = /^payments:(\w+)$/g;
    async resolveHandler(_definition: unknown, match: RegExpMatchArray | null) {
      return match ? new Refund() : null;
    }
  }

  it('asks by priority', async () => {
    const chain = (await ResolverChain.default()).addResolver(new Payments());
    expect(chain.listResolvers()).toEqual([
      ['explicit_mapping', 10],
      ['payments', 20],
      ['class_lookup', 100],
    ]);
    expect(await chain.resolve({ callable: 'payments:stripe' })).toBeInstanceOf(Refund);
    expect(chain.canResolve({ callable: 'payments:stripe' })).toBe(true);
    expect(chain.canResolve({ callable: 'nobody' })).toBe(false);
  });

  it('asks the one resolver that is named, and says when there is none', async () => {
    const chain = ResolverChain.defaultSync();
    const refused = (definition: { callable: string; resolver?: string }) =>
      chain.resolve(definition).catch((error: unknown) => error);
    const nobody = await refused({ callable: 'x', resolver: 'nobody' });
    expect(nobody).toBeInstanceOf(ResolverNotFoundError);
    expect(nobody).toMatchObject({
      name: 'ResolverNotFoundError',
      message: 'There is no resolver "nobody"; there are explicit_mapping, class_lookup.',
    });
    const noMatch = await refused({ callable: 'x' });
    expect(noMatch).toBeInstanceOf(NoResolverMatchError);
    expect(noMatch).toMatchObject({
      name: 'NoResolverMatchError',
      message: 'No resolver knows the handler "x"; tried explicit_mapping, class_lookup.',
    });
    const [own] = [new ExplicitMappingResolver('own')];
    expect(ResolverChain.withResolvers([own]).listResolvers()).toEqual([['own', 10]]);
    await expect(chain.resolve({ callable: 'x', resolver: 'explicit_mapping' })).rejects.toThrow('explicit_mapping');
  });

  it('takes classes, instances and factories', async () => {
    const mapping = new ExplicitMappingResolver();
    const instance = new Refund();
    mapping.register('class', Refund);
    mapping.register('instance', instance);
    mapping.register('factory', (config) => Object.assign(new Refund(), { config }));
    expect(await mapping.resolve({ callable: 'class' })).toBeInstanceOf(Refund);
    expect(await mapping.resolve({ callable: 'instance' })).toBe(instance);
    expect(await mapping.resolve({ callable: 'factory' }, { a: 1 })).toMatchObject({ config: { a: 1 } });
  });

  it('finds a class by its module', async () => {
    const lookup = new ClassLookupResolver();
    expect(lookup.canResolve({ callable: './a/b.js:Refund' })).toBe(true);
    expect(lookup.canResolve({ callable: 'Shop::Refund' })).toBe(false);
    const missing = await lookup.resolve({ callable: './nowhere.js:Refund' }).catch((error: unknown) => error);
    expect(missing).toBeInstanceOf(ResolutionError);
    expect(missing).toMatchObject({ name: 'ResolutionError', message: 'The module "./nowhere.js" cannot be loaded.' });
    expect((missing as Error).cause).toBeInstanceOf(Error);
    expect(await lookup.resolve({ callable: 'Shop::Refund' })).toBeNull();
    const here = import.meta.resolve('./registry-sample.ts').replace('file://', '');
    expect(await lookup.resolve({ callable: `${here}:Sample` })).toMatchObject({ name: 'Demo::Sample' });
    await expect(lookup.resolve({ callable: `${here}:Nothing` })).rejects.toThrow('exports no step handler "Nothing"');
  });
});

describe('MethodDispatchWrapper', () => {
  it('is the handler but for its call', async () => {
    const handler = new Refund();
    const wrapper = new MethodDispatchWrapper(handler, 'partial');
    expect(await wrapper.call(context)).toEqual(StepHandlerResult.success({ invoked: 'partial' }));
    expect(wrapper).toMatchObject({ name: 'Shop::Refund', version: '1.0.0', capabilities: ['process'] });
    expect([wrapper.unwrap(), wrapper.configSchema()]).toEqual([handler, null]);
    expect(() => new MethodDispatchWrapper(handler, 'nothing')).toThrow(
      expect.toSatisfy(
        (error) =>
          error instanceof MethodDispatchError &&
          error.name === 'MethodDispatchError' &&
          error.message === 'The handler "Shop::Refund" has no method "nothing".',
      ),
    );
  });
});
