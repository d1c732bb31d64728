#!/usr/bin/env bash
# Jupyter notebooks: nbformat cuts a cell's source at U+2028, U+0085, form feeds and vertical tabs, not at line ends
# only.
#
# One expects entry n of `source` to be line n in an editor. Text pasted from a PDF holds such characters, and "\frac"
# in a Python string that is not raw begins with a form feed. Entries joined with nothing between them give the text
# back; counted, they give wrong line numbers.
#
# python3-nbformat 5.5.0-1 of Debian 12. Output: `seen` below.
# chainrule reads no notebooks yet.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get install -qq -y --no-install-recommends python3-nbformat=5.5.0-1 > install.log

cat > see.py <<'PY'
import json

from nbformat import v4, writes

for text in ('a\nb', 'a\u2028b', 'a\x85b', 'a\x0bb', 'a = \frac{b}{c}'):
    notebook = v4.new_notebook(cells=[v4.new_markdown_cell(text)])
    print(json.dumps(text), '→', json.dumps(json.loads(writes(notebook))['cells'][0]['source']))
PY
now=$(/usr/bin/python3 see.py)

# Seen on 2026-11-30.
seen='"a\nb" → ["a\n", "b"]
"a\u2028b" → ["a\u2028", "b"]
"a\u0085b" → ["a\u0085", "b"]
"a\u000bb" → ["a\u000b", "b"]
"a = \frac{b}{c}" → ["a = \f", "rac{b}{c}"]'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
