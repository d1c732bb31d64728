#!/usr/bin/env bash
# js-pytorch: a result that nobody uses erases the gradient, and a second backward adds to what is inside the graph.
#
# One expects PyTorch's meaning: an op whose result is dropped (a logged metric) changes nothing, and backward() twice
# either raises or adds 8 + 8. Here the dropped product leaves a slope of 0, and the second pass adds 24.
#
# js-pytorch 0.7.2, Node 20.20. Output: `seen` below.
# Ours: test/peers.test.ts, "graph and memory".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --loglevel=error --no-audit --no-fund --ignore-scripts js-pytorch@0.7.2 > install.log

cat > see.mjs <<'JS'
import { torch } from 'js-pytorch'

const slope = unused => {
  const a = torch.tensor([2], true)
  const b = torch.mul(a, 3)
  if (unused) torch.mul(b, 5)
  torch.mul(b, b).backward()
  return a.grad[0]
}
console.log(`d(3a)²/da at 2: ${slope(false)}, with 5·3a computed and not used: ${slope(true)}`)

const a = torch.tensor([2], true)
const y = torch.mul(torch.mul(a, a), 2)
y.backward()
const once = a.grad[0]
y.backward()
console.log(`d(2a²)/da at 2: ${once}, after a second backward: ${a.grad[0]}`)
JS
now=$(node see.mjs)

# Seen on 2026-11-30.
seen='d(3a)²/da at 2: 36, with 5·3a computed and not used: 0
d(2a²)/da at 2: 8, after a second backward: 32'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
