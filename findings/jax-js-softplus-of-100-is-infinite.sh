#!/usr/bin/env bash
# jax-js: softplus(100) is ∞, logSigmoid(−200) is −∞, and their slopes are NaN; so is the slope of power(x, 2) at 0.
#
# One expects 100, −200 and finite slopes, as in JAX, whose names these ops carry. A confident score, or a weight that
# starts at 0, makes one NaN, and the next update spreads it. An array of one value is right, so a test on single
# numbers passes.
#
# @jax-js/jax 0.1.25, cpu backend, Node 20.20. Output: `seen` below.
# Ours: test/peers.test.ts, "softplus(100) is 100, logSigmoid(−200) is −200, and sigmoid′(−100) is e⁻¹⁰⁰" and "prod has
# the right gradient with zeros, and pow(x, 2) at 0".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --loglevel=error --no-audit --no-fund --ignore-scripts @jax-js/jax@0.1.25 > install.log

cat > see.mjs <<'JS'
import { defaultDevice, grad, nn, numpy as np } from '@jax-js/jax'

defaultDevice('cpu')
const tries = {
  softplus: [nn.softplus, [0, 100]],
  sigmoid: [nn.sigmoid, [0, -100]],
  logSigmoid: [nn.logSigmoid, [0, -200]],
  'power(x, 2)': [x => np.power(x, 2), [1, 0]],
  square: [np.square, [1, 0]],
  'softplus of one value': [nn.softplus, [100]],
}
for (const [name, [f, x]] of Object.entries(tries)) {
  const y = f(np.array(x)).js()
  const slope = grad(t => f(t).sum())(np.array(x)).js()
  console.log(`${name} at ${x.join(', ')}: ${y.map(v => v.toPrecision(3)).join(', ')}; slopes ${slope.join(', ')}`)
}
JS
now=$(node see.mjs)

# Seen on 2026-11-30.
seen='softplus at 0, 100: 0.693, Infinity; slopes 0.5, NaN
sigmoid at 0, -100: 0.500, 0.00; slopes 0.25, NaN
logSigmoid at 0, -200: -0.693, -Infinity; slopes 0.5, NaN
power(x, 2) at 1, 0: 1.00, 0.00; slopes 2, NaN
square at 1, 0: 1.00, 0.00; slopes 2, 0
softplus of one value at 100: 100; slopes 1'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
