// The rooms of the house as lint errors: which folder may import what. See docs/architecture.md.
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const tensorflow = { regex: '^@tensorflow/', message: 'TensorFlow.js lives in src/engine only.' };
const react = { regex: '^(react|react-dom|zustand|@floating-ui|react-markdown|remark-math|katex)(/|$)', message: 'React and its state live in src/app only.' };
const d3 = { regex: '^d3', message: 'D3 lives in src/viz only.' };
const room = (...patterns) => ({
  'no-restricted-imports': ['error', { patterns }],
  'no-restricted-syntax': [
    'error',
    { selector: "ImportExpression[source.value=/(@tensorflow|react|zustand|d3|\\/app\\/|\\/viz\\/)/]", message: 'A dynamic import may not leave the room either.' },
    { selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']", message: 'Unseeded chance: take a generator from src/engine/math/random.ts.' },
  ],
});
const outOf = (folder, message) => ({ regex: `/${folder}/`, message });

export default tseslint.config(
  // AssemblyScript has its own compiler and its own names; src/engine/cpu/kernels.test.ts builds it.
  { ignores: ['src/engine/cpu/assembly', 'dist', 'node_modules', 'out', 'test-results', 'playwright-report'] },
  ...tseslint.configs.recommended,
  {
    // Types are read only for the sources: one rule needs them, and scripts are plain JavaScript.
    files: ['src/**/*.{ts,tsx}', 'bench/**/*.ts', 'e2e/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: { '@typescript-eslint/no-floating-promises': 'error' },
  },
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: ['error', 'smart'],
    },
  },
  { files: ['src/engine/**/*.ts'], rules: room(react, d3, outOf('app', 'The engine does not know the page.'), outOf('viz', 'The engine does not know the views.')) },
  {
    files: ['src/viz/**/*.ts'],
    ignores: ['src/viz/**/*.test.ts'],
    rules: room(react, tensorflow, outOf('app', 'A view does not know the page.'), { regex: '/engine/(?!records/)', message: 'Of the engine a view may import only the types in records/.' }),
  },
  {
    files: ['src/app/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': hooks },
    rules: {
      ...room(tensorflow, d3, { regex: '/engine/(?!records/|client)', message: 'Of the engine the page may import only client.ts and the types in records/.' }),
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
    },
  },
  {
    files: ['src/app/state/**/*.ts', 'src/app/notebook/**/*.ts'],
    rules: room(tensorflow, d3, { regex: '^(react|react-dom)(/|$)', message: 'Document and stores know no React.' }, { regex: '/engine/(?!records/|client)', message: 'Of the engine the page may import only client.ts and the types in records/.' }),
  },
);
