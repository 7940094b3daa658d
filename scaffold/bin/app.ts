import { App } from 'aws-cdk-lib';
import { addTemplateStacks, contextOptions } from 'tasker-sfn/constructs';

const app = new App();

// One stack for each template, and one with a REST API that starts tasks of them all. The functions of steps get what their
// handlers need: `steps` takes environment variables, and `workflows` of what is returned has `stepFunction(name)` to grant to.
// `cdk deploy -c prefix=dev` deploys an environment of its own, and `-c environment=test` applies what templates say of that one.
addTemplateStacks(app, { templates: 'templates', handlers: 'lambdas', ...contextOptions(app) });
