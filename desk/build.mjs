// Makes briefing/desk/static/ from src/: the same bytes each time, for what is committed is compared with what is built.
//   node build.mjs [folder]

import { build } from "esbuild";
import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2] ?? join(here, "..", "briefing", "desk", "static");

await mkdir(target, { recursive: true });
await build({
  entryPoints: { desk: join(here, "src", "main.ts"), enter: join(here, "src", "enter.ts") },
  outdir: target,
  absWorkingDir: here,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome100", "firefox100", "safari16"],
  charset: "utf8",
  legalComments: "eof",
});
for (const name of ["index.html", "enter.html", "desk.css"]) {
  await copyFile(join(here, "src", name), join(target, name));
}
