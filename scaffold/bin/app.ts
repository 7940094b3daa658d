import { App } from 'aws-cdk-lib';
import { addTemplateStacks } from 'tasker-sfn/constructs';

const app = new App();

// One stack for each template, and one with a REST API that starts tasks of them all. The functions of steps get what their
// handlers need: `steps` takes environment variables, and `workflows` of what is returned has `stepFunction(name)` to grant to.
addTemplateStacks(app, { templates: 'templates', handlers: 'lambdas' });
