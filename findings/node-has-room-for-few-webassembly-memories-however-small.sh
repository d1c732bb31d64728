#!/usr/bin/env bash
# Node: some thirteen thousand WebAssembly memories of one page are all that a process can hold, whatever RAM there is.
#
# A memory of one page is 64 KiB, so 20,000 of them are 1.3 GB, and one expects a machine with more to hold them. V8 reserves
# gigabytes of addresses behind each memory, however small and though its maximum is one page, to leave bounds checks to the
# processor; a process has 2^47 bytes of addresses. A compiler that makes a memory for each program meets the limit long before, for
# memories count as small to the collector: what nobody holds any more is freed late.
#
# node 20.20.2 and 22.23.3 of the registry, on x64. Output: `seen` below.
# Ours: src/compile/memories.ts, small programs share memories; test/compile compiles thousands in one process.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > see.mjs <<'JS'
const held = []
let told = 'held 20,000'
try {
  while (held.length < 20_000) held.push(new WebAssembly.Memory({ initial: 1, maximum: 1 }))
} catch (error) {
  told = `${error.name}: ${error.message}`
}
const own = held.length * 2 ** 16
console.log(`${process.version.split('.')[0]}: ${told}; below 20,000: ${held.length < 20_000}, below 1.3 GB: ${own < 1.3e9}`)
JS
now=$(for version in 20.20.2 22.23.3; do
  mkdir "$version" && (cd "$version" && npm init -y && npm install --silent "node@$version") > "$version.log"
  "$version/node_modules/.bin/node" see.mjs
done)

# Seen on 2026-12-01.
seen='v20: RangeError: WebAssembly.Memory(): could not allocate memory; below 20,000: true, below 1.3 GB: true
v22: RangeError: WebAssembly.Memory(): could not allocate memory; below 20,000: true, below 1.3 GB: true'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-12-01, > is seen now'; exit 1; }
echo "$now"
