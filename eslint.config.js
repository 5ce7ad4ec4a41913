import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

export default ts.config(
  { ignores: ['build/', '.svelte-kit/', 'node_modules/', 'data/', 'src/lib/i18n/compiled/', 'src/lib/enhance/built/', 'static/', 'tests/architecture/fixtures/', 'test-artefacts/'] },
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      // A key type with optional parameters needs `{} extends …`.
      '@typescript-eslint/no-empty-object-type': 'off',
      'no-console': 'error',
      eqeqeq: ['error', 'smart'],
      // Addresses are made by usePage().href, which adds language and network; SvelteKit's resolve() knows neither.
      'svelte/no-navigation-without-resolve': 'off',
      // {' '} is the only way to keep a space that the formatter would take away.
      'svelte/no-useless-mustaches': 'off',
      // Takes every word of the reason behind a svelte-ignore for a code.
      'svelte/no-unused-svelte-ignore': 'off',
      'prefer-const': ['error', { destructuring: 'all' }],
    },
  },
  // `let { data } = $props()` is Svelte's own form.
  { files: ['**/*.svelte'], rules: { 'prefer-const': 'off' } },
  { files: ['scripts/**', 'bench/**', 'tests/**'], rules: { 'no-console': 'off' } },
);
