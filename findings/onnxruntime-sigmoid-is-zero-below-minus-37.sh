#!/usr/bin/env bash
# ONNX Runtime: Sigmoid of −37 is exactly 0 in float64, and of −20 it is 0 in float32.
#
# One expects e⁻³⁷ = 8.5e-17 and e⁻²⁰ = 2.1e-9, which float32 holds easily, since exp reaches much further. The digits
# run out before: float64 is already 0.1 % off at −30. The logarithm of a rare event's probability is −∞ instead of
# −37.
#
# onnxruntime-node 1.30.0 with onnx-proto 8.0.1, Node 20.20. Output: `seen` below.
# Ours: test/peers.test.ts, "a function does not change with the length of its input, near its zeros and far below 0".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --loglevel=error --no-audit --no-fund --ignore-scripts \
  onnxruntime-node@1.30.0 onnx-proto@8.0.1 > install.log

cat > see.mjs <<'JS'
import proto from 'onnx-proto'
import { InferenceSession, Tensor } from 'onnxruntime-node'

async function sigmoid(type, elemType, x) {
  const value = name => ({ name, type: { tensorType: { elemType, shape: { dim: [{ dimValue: 1 }] } } } })
  const node = [{ opType: 'Sigmoid', input: ['x'], output: ['y'] }]
  const graph = { name: 'sigmoid', node, input: [value('x')], output: [value('y')] }
  const model = proto.onnx.ModelProto.encode({ irVersion: 8, opsetImport: [{ version: 18 }], graph }).finish()
  const session = await InferenceSession.create(model)
  return (await session.run({ x: new Tensor(type, [x], [1]) })).y.data[0]
}
for (const x of [-10, -20, -30, -36, -37]) {
  const [double, single] = [await sigmoid('float64', 11, x), await sigmoid('float32', 1, x)]
  const text = y => y.toExponential(2)
  console.log(`sigmoid(${x}): float64 ${text(double)}, float32 ${text(single)}, right ${text(1 / (1 + Math.exp(-x)))}`)
}
JS
now=$(node see.mjs)

# Seen on 2026-11-30.
seen='sigmoid(-10): float64 4.54e-5, float32 4.54e-5, right 4.54e-5
sigmoid(-20): float64 2.06e-9, float32 0.00e+0, right 2.06e-9
sigmoid(-30): float64 9.35e-14, float32 0.00e+0, right 9.36e-14
sigmoid(-36): float64 2.22e-16, float32 0.00e+0, right 2.32e-16
sigmoid(-37): float64 0.00e+0, float32 0.00e+0, right 8.53e-17'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
