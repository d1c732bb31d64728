#!/usr/bin/env bash
# ONNX Runtime: ReduceMax and ArgMax keep a NaN in the first place and ignore it in any other.
#
# One expects NaN to spread, as in NumPy and in ONNX Runtime's own Max of two tensors, or to be ignored; not both. With
# a NaN in the middle ReduceMax is 3 and ArgMax is a class, so whether a broken row is noticed depends on the order of
# classes.
#
# onnxruntime-node 1.30.0 with onnx-proto 8.0.1, Node 20.20. Output: `seen` below.
# Ours: test/ops/extremum.test.ts, "name the first NaN, wherever it is, as NumPy does", and "are NaN where one value
# is, in that line alone".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --loglevel=error --no-audit --no-fund --ignore-scripts \
  onnxruntime-node@1.30.0 onnx-proto@8.0.1 > install.log

cat > see.mjs <<'JS'
import proto from 'onnx-proto'
import { InferenceSession, Tensor } from 'onnxruntime-node'

async function reduced(opType, rows) {
  const value = (name, elemType) => ({ name, type: { tensorType: { elemType } } })
  const place = opType === 'ArgMax' // which has its axis in an attribute, where ReduceMax has an input
  const graph = {
    name: 'rows',
    node: [place
      ? { opType, input: ['x'], output: ['y'], attribute: [{ name: 'axis', type: 2, i: 1 }] }
      : { opType, input: ['x', 'axes'], output: ['y'] }],
    initializer: place ? [] : [{ name: 'axes', dataType: 7, dims: [1], int64Data: [1] }],
    input: [value('x', 1)],
    output: [value('y', place ? 7 : 1)],
  }
  const model = proto.onnx.ModelProto.encode({ irVersion: 8, opsetImport: [{ version: 18 }], graph }).finish()
  const session = await InferenceSession.create(model)
  return (await session.run({ x: new Tensor('float32', rows.flat(), [rows.length, 3]) })).y.data
}
const rows = [[NaN, 1, 3], [1, NaN, 3], [1, 3, NaN]]
const [largest, places] = [await reduced('ReduceMax', rows), await reduced('ArgMax', rows)]
rows.forEach((row, i) => console.log(`${row.join(' ')}: max ${largest[i]}, argmax ${places[i]}`))
JS
now=$(node see.mjs)

# Seen on 2026-11-30.
seen='NaN 1 3: max NaN, argmax 0
1 NaN 3: max 3, argmax 2
1 3 NaN: max 3, argmax 1'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
