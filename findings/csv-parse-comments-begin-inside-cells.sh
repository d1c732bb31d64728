#!/usr/bin/env bash
# csv-parse: with comment: '#' a cell is cut at its first #, wherever in the cell it stands.
#
# One expects a comment to be a line that begins with the sign. "C#" becomes "C" in the last column, without an error;
# comment_no_infix: true gives the meaning one expects. With columns: true the first of two columns of one name is
# lost, and cast: true reads 0x10 as 0.
#
# csv-parse 7.0.3, Node 20.20. Output: `seen` below.
# Ours, on top of csv-parse: test/peers.test.ts, "a table keeps # in its cells"; test/data/csv.test.ts refuses names
# given twice and 0x10.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --loglevel=error --no-audit --no-fund --ignore-scripts csv-parse@7.0.3 > install.log

cat > see.mjs <<'JS'
import { parse } from 'csv-parse/sync'

const rows = '# made in 2026\nlength,language\n1,C#\n2,F#\n'
for (const options of [{ comment: '#' }, { comment: '#', comment_no_infix: true }])
  console.log(JSON.stringify(options), JSON.stringify(parse(rows, options)))
console.log('two columns x:', JSON.stringify(parse('x,x\n1,2\n', { columns: true })))
console.log('0x10 and 1e3 cast:', JSON.stringify(parse('0x10,1e3\n', { cast: true })))
JS
now=$(node see.mjs)

# Seen on 2026-11-30.
seen='{"comment":"#"} [["length","language"],["1","C"],["2","F"]]
{"comment":"#","comment_no_infix":true} [["length","language"],["1","C#"],["2","F#"]]
two columns x: [{"x":"2"}]
0x10 and 1e3 cast: [[0,1000]]'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
