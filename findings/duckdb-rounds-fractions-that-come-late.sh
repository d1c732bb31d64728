#!/usr/bin/env bash
# DuckDB: in a CSV column that begins with 30,000 whole numbers, later fractions are rounded to whole numbers.
#
# One expects an error, or a column of doubles. A sample from the start decides on BIGINT, and 2.5 is then cast, not
# refused: no warning, and the sum is wrong. A measurement that starts with zeros, or a file sorted by it, is such a
# column. sample_size = -1 reads it right.
#
# @duckdb/node-api 1.5.6-r.1, Node 20.20. Output: `seen` below.
# Ours: test/data/csv.test.ts, "any table of numbers and labels, written in any way that CSV allows, reads back
# exactly".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --loglevel=error --no-audit --no-fund --ignore-scripts @duckdb/node-api@1.5.6-r.1 > install.log

for zeros in 20000 30000; do
  { echo x; yes 0 | head -n "$zeros" || true; printf '0.4\n2.5\n-0.6\n'; } > "$zeros.csv"
done
cat > see.mjs <<'JS'
import { DuckDBInstance } from '@duckdb/node-api'

const connection = await (await DuckDBInstance.create()).connect()
for (const [zeros, options] of [[20000, ''], [30000, ''], [30000, ', sample_size = -1']]) {
  const table = await connection.runAndReadAll(`from read_csv('${zeros}.csv'${options}) offset ${zeros}`)
  const late = table.getRows().flat().join(' ')
  console.log(`${zeros} zeros, then 0.4 2.5 -0.6${options}: ${table.columnTypes()[0]} ${late}`)
}
JS
now=$(node see.mjs)

# Seen on 2026-11-30.
seen='20000 zeros, then 0.4 2.5 -0.6: DOUBLE 0.4 2.5 -0.6
30000 zeros, then 0.4 2.5 -0.6: BIGINT 0 3 -1
30000 zeros, then 0.4 2.5 -0.6, sample_size = -1: DOUBLE 0.4 2.5 -0.6'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
