// What the first page loads: the entry and what it imports, gzipped. Fails above the limit.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT = 140 * 1024;
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));
const seen = new Set();

function visit(key) {
  if (seen.has(key)) return;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) visit(next);
}
for (const [key, chunk] of Object.entries(manifest)) if (chunk.isEntry) visit(key);
// Home is what opens first.
for (const key of Object.keys(manifest)) if (key.includes("features/home/")) visit(key);

let total = 0;
for (const key of seen) {
  const { file } = manifest[key];
  if (file.endsWith(".js")) total += gzipSync(readFileSync(new URL(file, dist))).length;
}
console.log(`initial JavaScript: ${(total / 1024).toFixed(1)} KB gzip of ${LIMIT / 1024} KB`);
if (total > LIMIT) {
  console.error("too much JavaScript for the first page");
  process.exit(1);
}
