#!/usr/bin/env bash
# hyparquet-writer: a column of numbers is INT32 or DOUBLE by the values it happens to hold, and 2³¹ is refused.
#
# One expects JavaScript's numbers to be DOUBLE. Two batches of one measurement become files with two schemas, −0 loses
# its sign, and a whole number past int32, such as a time in milliseconds, is an error. A Float64Array settles it.
#
# hyparquet-writer 0.17.0 with hyparquet 1.33.0, Node 20.20. Output: `seen` below.
# chainrule writes no Parquet.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --loglevel=error --no-audit --no-fund --ignore-scripts \
  hyparquet-writer@0.17.0 hyparquet@1.33.0 > install.log

cat > see.mjs <<'JS'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { parquetWriteBuffer } from 'hyparquet-writer'

for (const data of [[1, 2], [1, 2.5], [-0, 1], Float64Array.of(-0, 1), [1, 2 ** 31]]) {
  const name = `${data.constructor.name} ${Array.from(data, x => (Object.is(x, -0) ? '-0' : x)).join(' ')}`
  try {
    const file = parquetWriteBuffer({ columnData: [{ name: 'x', data }] })
    const first = (await parquetReadObjects({ file }))[0].x
    console.log(`${name}: ${parquetMetadata(file).schema[1].type}, 1/first = ${1 / first}`)
  } catch (error) {
    console.log(`${name}: ${error.message}`)
  }
}
JS
now=$(node see.mjs)

# Seen on 2026-11-30.
seen='Array 1 2: INT32, 1/first = 1
Array 1 2.5: DOUBLE, 1/first = 1
Array -0 1: INT32, 1/first = Infinity
Float64Array -0 1: DOUBLE, 1/first = -Infinity
Array 1 2147483648: parquet expected int32 value, got 2147483648'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
