#!/usr/bin/env bash
# jax-js: on wasm the logarithm of 128 equal values is not the logarithm of 127 of them.
#
# One expects a function's accuracy not to depend on how many values it is given. From 128 values on
# the results are accurate to an absolute error only: log is 14 times too large near 1, sin is 0 at the float32
# nearest π, and tests on short arrays see none of it. tanh(1e-5) is 0.1 % off at every length.
#
# @jax-js/jax 0.1.25, wasm backend, Node 20.20. Output: `seen` below.
# Ours: test/peers.test.ts, "a function does not change with the length of its input".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --loglevel=error --no-audit --no-fund --ignore-scripts @jax-js/jax@0.1.25 > install.log

cat > see.mjs <<'JS'
import { defaultDevice, init, numpy as np } from '@jax-js/jax'

await init('wasm')
defaultDevice('wasm')
const functions = { log: [np.log, 1 - 2 ** -20], sin: [np.sin, Math.fround(Math.PI)], tanh: [np.tanh, Math.fround(1e-5)] }
for (const [name, [f, x]] of Object.entries(functions)) {
  const at = n => f(np.array(new Float32Array(n).fill(x))).js()[0].toPrecision(3)
  console.log(`${name}: ${at(127)} in 127 values, ${at(128)} in 128, right ${Math[name](x).toPrecision(3)}`)
}
JS
now=$(node see.mjs)

# Seen on 2026-11-30.
seen='log: -9.54e-7 in 127 values, -0.0000134 in 128, right -9.54e-7
sin: -8.74e-8 in 127 values, 0.00 in 128, right -8.74e-8
tanh: 0.0000100 in 127 values, 0.0000100 in 128, right 0.0000100'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
