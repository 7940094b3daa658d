import tseslint from 'typescript-eslint';

export default tseslint.config({ ignores: ['cdk.out', '**/*.mjs'] }, ...tseslint.configs.recommendedTypeChecked, {
  languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  // Handlers are async by contract, whether they wait for something or not.
  rules: { '@typescript-eslint/require-await': 'off' },
});
