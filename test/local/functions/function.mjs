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
    case 'sleep':
      await new Promise((resolve) => setTimeout(resolve, event.ms));
      return process.pid;
  }
}
