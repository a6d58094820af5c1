import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  {
    files: ["ui/**/*.js"],
    languageOptions: { globals: globals.browser },
  },
  {
    files: ["static_site/site/*.{js,mjs}"],
    languageOptions: { globals: { ...globals.browser, ...globals.worker } },
  },
  {
    files: ["tests/**/*.{js,mjs}", "static_site/*.mjs", "*.js"],
    languageOptions: { globals: globals.node },
  },
  {
    rules: {
      complexity: ["error", 15],
      eqeqeq: "error",
      "max-len": ["error", { code: 120, tabWidth: 2, ignoreUrls: true }],
      "no-shadow": "error",
      "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-var": "error",
      "prefer-const": "error",
    },
  },
];
