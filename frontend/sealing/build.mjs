/* Build the one script that the site serves, byte for byte the same from the same sources. `--check` compares. */

import { readdirSync, readFileSync, writeFileSync } from "node:fs";

import { build } from "esbuild";

const here = new URL(".", import.meta.url).pathname;
const target = new URL("../../bidding/static/bidding/", import.meta.url).pathname;
const { createHash } = await import("node:crypto");

const result = await build({
  absWorkingDir: here,
  entryPoints: ["src/main.mjs"],
  bundle: true,
  write: false,
  minify: true,
  format: "iife",
  target: ["es2022", "chrome111", "firefox115", "safari16.4"],
  charset: "utf8",
  legalComments: "none",
  metafile: true,
});
const script = Buffer.from(result.outputFiles[0].contents);

/* licences of exactly the packages whose code is in the script */
const inputs = Object.keys(result.metafile.inputs).map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
const names = [...new Set(inputs.filter(Boolean))].sort();
const licences = names.map((name) => {
  const folder = `${here}node_modules/${name}/`;
  const { version, license } = JSON.parse(readFileSync(`${folder}package.json`));
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  return `${name} ${version} (${license})\n\n${readFileSync(folder + file, "utf8").trim()}\n`;
}).join(`\n${"-".repeat(78)}\n\n`);

const files = {
  "sealing.js": script,
  "sealing.js.sha256": Buffer.from(`${createHash("sha256").update(script).digest("hex")}  sealing.js\n`),
  "sealing.js.licences.txt": Buffer.from(licences),
};
let isSame = true;
for (const [name, content] of Object.entries(files)) {
  if (!process.argv.includes("--check")) {
    writeFileSync(target + name, content);
  } else if (!content.equals(readFileSync(target + name))) {
    console.error(`${name} is not what its sources give: make bundle`);
    isSame = false;
  }
}
console.log(`${names.join(", ")}: ${script.length} bytes`);
process.exit(isSame ? 0 : 1);
