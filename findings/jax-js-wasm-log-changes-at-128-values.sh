#!/usr/bin/env bash
# jax-js: on wasm the logarithm of 128 equal values is not the logarithm of 127 of them.
#
# One expects a function's accuracy not to depend on how many values it is given. From 128 values on the results are
# accurate to an absolute error only: log is 14 times too large near 1, sin is 0 at the float32 nearest π, and tests on
# short arrays see none of it. tanh(1e-5) is 0.1 % off at every length.
#
# @jax-js/jax 0.1.25, wasm backend, Node 20.20. Output: `seen` below.
# Ours: test/peers.test.ts, "a function does not change with the length of its input, near its zeros and far below 0".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --loglevel=error --no-audit --no-fund --ignore-scripts @jax-js/jax@0.1.25 > install.log

cat > see.mjs <<'JS'
import { defaultDevice, init, numpy as np } from '@jax-js/jax'

await init('wasm')
defaultDevice('wasm')
for (const [name, x] of [['log', 1 - 2 ** -20], ['sin', Math.fround(Math.PI)], ['tanh', Math.fround(1e-5)]]) {
  const at = n => np[name](np.array(new Float32Array(n).fill(x))).js()[0].toExponential(3)
  console.log(`${name}: ${at(127)} in 127 values, ${at(128)} in 128, right ${Math[name](x).toExponential(3)}`)
}
JS
now=$(node see.mjs)

# Seen on 2026-11-30.
seen='log: -9.537e-7 in 127 values, -1.341e-5 in 128, right -9.537e-7
sin: -8.742e-8 in 127 values, 0.000e+0 in 128, right -8.742e-8
tanh: 1.001e-5 in 127 values, 1.001e-5 in 128, right 1.000e-5'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
