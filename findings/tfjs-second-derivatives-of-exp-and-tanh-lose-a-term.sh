#!/usr/bin/env bash
# TensorFlow.js: tf.grad composes, but second derivatives through exp, tanh or sigmoid are wrong.
#
# One expects the gradient of a gradient to be the second derivative, or an error. The slopes of these three are made
# of their saved outputs, which count as constants in the next derivative: d(dy·y) loses dy·dy. The numbers look
# plausible, and √x, whose slope is made of the input, is right.
#
# @tensorflow/tfjs 4.22.0, cpu backend, Node 20.20. Output: `seen` below; the right numbers stand in its last column.
# Ours: test/peers.test.ts, "second and higher order".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --loglevel=error --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0 > install.log

cat > see.mjs <<'JS'
import * as tf from '@tensorflow/tfjs'

const { exp, tanh, cosh } = Math
const sigmoid = x => 1 / (1 + exp(-x))
const functions = {
  exp: [tf.exp, x => (x + 2) * exp(x)],
  tanh: [tf.tanh, x => 2 * (1 - x * tanh(x)) / cosh(x) ** 2],
  sigmoid: [tf.sigmoid, x => sigmoid(x) * sigmoid(-x) * (2 + x * (1 - 2 * sigmoid(x)))],
  sqrt: [tf.sqrt, x => 0.75 / x ** 0.5],
}
const text = xs => Array.from(xs, x => x.toFixed(3)).join(' ')
for (const [name, [f, right]] of Object.entries(functions)) {
  const first = tf.grad(x => tf.sum(tf.mul(x, f(x))))
  const second = tf.grad(x => tf.sum(first(x)))(tf.tensor1d([0.5, 1])).dataSync()
  console.log(`(x ${name} x)'' at 0.5 and 1: ${text(second)}, right ${text([0.5, 1].map(right))}`)
}
JS
now=$(node see.mjs)

# Seen on 2026-11-30.
seen="(x exp x)'' at 0.5 and 1: 3.297 5.437, right 4.122 8.155
(x tanh x)'' at 0.5 and 1: 1.573 0.840, right 1.209 0.200
(x sigmoid x)'' at 0.5 and 1: 0.470 0.393, right 0.441 0.302
(x sqrt x)'' at 0.5 and 1: 1.061 0.750, right 1.061 0.750"
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
