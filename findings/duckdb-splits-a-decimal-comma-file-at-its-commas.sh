#!/usr/bin/env bash
# DuckDB: read_csv splits a file with semicolons and decimal commas at the commas, and drops its header.
#
# One expects the sniffer to see that each line has the same semicolons, as a person does: it is what a German or
# French spreadsheet saves. Each line also has the same commas, and they win: 1,5;2,5 becomes 1, "5;2" and 5. A file of
# one column becomes two columns of integers. delim and decimal_separator together read it.
#
# @duckdb/node-api 1.5.6-r.1, Node 20.20. Output: `seen` below.
# Ours: test/data/csv.test.ts, "refusing a cell": 1,5 is refused with its place.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --loglevel=error --no-audit --no-fund --ignore-scripts @duckdb/node-api@1.5.6-r.1 > install.log

printf 'length;width\n1,5;2,5\n3,25;4,75\n' > two.csv
printf 'length\n1,5\n3,25\n' > one.csv
cat > see.mjs <<'JS'
import { DuckDBInstance } from '@duckdb/node-api'

const connection = await (await DuckDBInstance.create()).connect()
for (const query of [
  "from 'two.csv'",
  "from read_csv('two.csv', delim = ';')",
  "from read_csv('two.csv', delim = ';', decimal_separator = ',')",
  "from 'one.csv'",
]) {
  const table = await connection.runAndReadAll(query)
  const columns = table.columnNames().map((name, i) => `${name} ${table.columnTypes()[i]}`)
  console.log(`${query}: ${columns.join(', ')}: ${table.getRows()[0].join(' | ')}`)
}
JS
now=$(node see.mjs)

# Seen on 2026-11-30.
seen="from 'two.csv': column0 BIGINT, column1 VARCHAR, column2 BIGINT: 1 | 5;2 | 5
from read_csv('two.csv', delim = ';'): length VARCHAR, width VARCHAR: 1,5 | 2,5
from read_csv('two.csv', delim = ';', decimal_separator = ','): length DOUBLE, width DOUBLE: 1.5 | 2.5
from 'one.csv': column0 BIGINT, column1 BIGINT: 1 | 5"
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
