import type { BuildOptions } from 'esbuild';

/** The runtime that bundles are made for; they run on later ones, too. */
export const NODE_RUNTIME = 'nodejs22.x';

/** How code for Lambda is bundled: a small module for the oldest runtime that we deploy to. */
export const lambdaBundle: BuildOptions = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
};

/** Packages that the Lambda runtime has. */
export const LAMBDA_HAS: readonly string[] = ['@aws-sdk/*', '@smithy/*'];
