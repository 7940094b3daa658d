// A function that does to its process what it is asked to.
let invocations = 0;
let kept = [];

export async function handler(event, context) {
  invocations += 1;
  switch (event.do) {
    case 'echo':
      return event;
    case 'count':
      return { invocations, pid: process.pid };
    case 'context': {
      const { getRemainingTimeInMillis, ...rest } = context;
      return { ...rest, remaining: getRemainingTimeInMillis(), region: process.env.AWS_REGION, own: process.env.OWN };
    }
    case 'nothing':
      return;
    case 'throw': {
      const error = new TypeError('a mistake');
      error.name = event.name ?? 'TypeError';
      throw error;
    }
    case 'throw text':
      throw 'just text';
    case 'log':
      console.log('one', { two: 2 });
      console.error('three\nlines');
      process.stdout.write('raw\n');
      return 'logged';
    case 'exit':
      console.log('good-bye');
      process.exit(event.code);
      break;
    case 'kill':
      process.kill(process.pid, 'SIGKILL');
      return new Promise(() => {});
    case 'hang':
      console.log('waiting');
      return new Promise(() => {});
    case 'spin':
      for (;;);
    case 'eat':
      for (;;) kept.push(new Array(1_000_000).fill({}));
    case 'uncaught':
      setTimeout(() => {
        throw new RangeError('out of nowhere');
      }, 1);
      return new Promise(() => {});
    case 'rejection':
      Promise.reject(new Error('nobody cares'));
      return new Promise(() => {});
    case 'circle': {
      const circle = {};
      circle.circle = circle;
      return circle;
    }
    case 'large':
      return 'x'.repeat(event.size);
    case 'tell':
      // A common idiom of programs that may be started by another one, and a forger's.
      process.send?.('ready');
      process.send?.({ kind: 'result', requestId: context.awsRequestId, payload: '"forged"' });
      if (event.at !== undefined) {
        const { writeSync } = await import('node:fs');
        const message = { kind: 'result', requestId: context.awsRequestId, payload: '"forged"' };
        for (const line of [JSON.stringify(message), 'x'.repeat(36) + ' ' + JSON.stringify(message), 'nonsense'])
          writeSync(event.at, `${line}\n`);
      }
      return { connected: process.connected ?? false };
    case 'mute': {
      const { write } = process.stdout;
      process.stdout.write = () => true;
      if (event.closes) process.stdout.destroy();
      setTimeout(() => (process.stdout.write = write), 50);
      return 'muted';
    }
    case 'daemon': {
      const { spawn } = await import('node:child_process');
      const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 20_000)'], {
        stdio: 'inherit',
        detached: true,
      });
      child.unref();
      if (event.exits) process.exit(7);
      return { pid: child.pid };
    }
    case 'meddle':
      JSON.stringify = JSON.parse = Date.now = () => '"meddled"';
      process.exit = () => undefined;
      return 'fine';
    case 'late crash':
      setTimeout(() => {
        throw new Error('late');
      }, 50);
      return 'done';
    case 'sleep':
      await new Promise((resolve) => setTimeout(resolve, event.ms));
      return process.pid;
  }
}
