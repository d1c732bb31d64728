#!/usr/bin/env bash
# ONNX Runtime: an int32 ReduceSum stops at 2³¹ − 1 where Add wraps around, and an int64 Pow goes through float64.
#
# One expects one rule of overflow in one engine, and exact integers in int64. 2³¹ − 1 and 1 make 2147483647 by one op
# and −2147483648 by another, and 3³⁹, which int64 holds, is off by 11. Counts and hashed indices meet both.
#
# onnxruntime-node 1.30.0 with onnx-proto 8.0.1, Node 20.20. Output: `seen` below.
# Ours: test/ops/integers.test.ts: whole numbers are computed exactly or refused.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --loglevel=error --no-audit --no-fund --ignore-scripts \
  onnxruntime-node@1.30.0 onnx-proto@8.0.1 > install.log

cat > see.mjs <<'JS'
import proto from 'onnx-proto'
import { InferenceSession, Tensor } from 'onnxruntime-node'

async function run(opType, type, elemType, ...inputs) {
  const value = name => ({ name, type: { tensorType: { elemType } } })
  const names = inputs.map((_, i) => `x${i}`)
  const node = [{ opType, input: names, output: ['y'] }]
  const graph = { name: opType, node, input: names.map(value), output: [value('y')] }
  const model = proto.onnx.ModelProto.encode({ irVersion: 8, opsetImport: [{ version: 18 }], graph }).finish()
  const session = await InferenceSession.create(model)
  const feeds = Object.fromEntries(inputs.map((data, i) => [names[i], new Tensor(type, data, [data.length])]))
  return (await session.run(feeds)).y.data[0]
}
console.log('2147483647 + 1 by ReduceSum:', await run('ReduceSum', 'int32', 6, [2147483647, 1]))
console.log('2147483647 + 1 by Add:', await run('Add', 'int32', 6, [2147483647], [1]))
console.log(`3 ^ 39 by Pow: ${await run('Pow', 'int64', 7, [3n], [39n])}, right ${3n ** 39n}`)
JS
now=$(node see.mjs)

# Seen on 2026-11-30.
seen='2147483647 + 1 by ReduceSum: 2147483647
2147483647 + 1 by Add: -2147483648
3 ^ 39 by Pow: 4052555153018976256, right 4052555153018976267'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
