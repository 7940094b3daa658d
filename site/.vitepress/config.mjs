import { defineConfig } from 'vitepress';

const page = (text, link) => ({ text, link });

export default defineConfig({
  title: 'tasker-sfn',
  description: 'Tasker task templates on AWS Step Functions',
  lang: 'en',
  srcDir: '.pages',
  cleanUrls: true,
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  // The site is to work below any path: `SITE_BASE=/tasker-sfn/ npm run docs`.
  base: process.env.SITE_BASE ?? '/',
  markdown: { lineNumbers: false },
  ignoreDeadLinks: [/^https?:\/\/localhost/],
  themeConfig: {
    search: {
      provider: 'local',
      options: {
        detailedView: true,
        // What is written to be read comes before what is made from code: the exports have most of all words.
        miniSearch: { searchOptions: { boostDocument: (id) => (id.includes('/exports/') ? 0.1 : 1) } },
      },
    },
    outline: [2, 3],
    nav: [
      page('Tutorial', '/tutorial'),
      page('How-to', '/how-to/test-a-workflow'),
      page('Reference', '/reference/templates'),
      page('Examples', '/examples'),
      page('Runbook', '/runbook'),
    ],
    sidebar: [
      { text: 'Start', items: [page('Overview', '/'), page('Tutorial', '/tutorial'), page('Examples', '/examples')] },
      {
        text: 'How to',
        items: [
          page('Test a handler', '/how-to/test-a-handler'),
          page('Test a workflow', '/how-to/test-a-workflow'),
          page('Debug a handler', '/how-to/debug'),
          page('Check and deploy in CI', '/how-to/ci'),
          page('Deploy to AWS', '/how-to/deploy'),
          page('Wait for a person', '/how-to/human-approval'),
          page('Call another service', '/how-to/call-a-service'),
          page('Use secrets', '/how-to/secrets'),
          page('Get told when tasks fail', '/how-to/alarms'),
          page('Recover a failed task', '/how-to/recover-a-failed-task'),
          page('Upgrade a workflow', '/how-to/upgrade'),
          page('Run several environments', '/how-to/environments'),
          page('Share an account between teams', '/how-to/teams'),
          page('Write handlers in Python', '/how-to/python'),
          page('Write handlers in Ruby', '/how-to/ruby'),
          page('Let an assistant help', '/how-to/assistants'),
        ],
      },
      {
        text: 'Reference: write',
        items: [
          page('Task templates', '/reference/templates'),
          page('Keys of a template', '/reference/template-keys'),
          page('Handlers', '/reference/handlers'),
          page('Domain events', '/reference/domain-events'),
          page("Tasker's package", '/reference/tasker-package'),
          page('Project', '/reference/project'),
          page('Services of the example', '/reference/example-services'),
          page('Exports', '/reference/exports/'),
        ],
      },
      {
        text: 'Reference: run',
        items: [
          page('Command line', '/reference/cli'),
          page('JSON output and exit codes', '/reference/json'),
          page('Diagnostics', '/reference/diagnostics'),
          page('Local testing', '/reference/local-testing'),
          page('Local service', '/reference/local-service'),
          page('Console', '/reference/console'),
          page('State machines of your own', '/reference/state-machines'),
          page('What the engine supports', '/reference/local-support'),
        ],
      },
      {
        text: 'Reference: operate',
        items: [
          page('Deployment', '/reference/deployment'),
          page('API access', '/reference/api-access'),
          page('REST API', '/reference/rest-api'),
          page('Operations of the REST API', '/reference/rest-operations'),
          page('Client', '/reference/client'),
          page('Failed tasks', '/reference/failed-tasks'),
        ],
      },
      {
        text: 'Explanation',
        items: [
          page('How steps are planned', '/explanation/planning'),
          page('What the states are for', '/explanation/states'),
          page('Costs', '/explanation/costs'),
          page('Limits', '/explanation/limits'),
        ],
      },
      {
        text: 'Move to it',
        items: [
          page('From Tasker', '/migration/from-tasker'),
          page('From States Language', '/migration/from-states-language'),
          page('From serverless-step-functions', '/migration/from-serverless'),
        ],
      },
      {
        text: 'Decide and operate',
        items: [
          page('Comparison', '/comparison'),
          page('Not supported', '/not-supported'),
          page('FAQ', '/faq'),
          page('Runbook', '/runbook'),
          page('Glossary', '/glossary'),
          page('Changelog', '/changelog'),
        ],
      },
    ],
  },
});
