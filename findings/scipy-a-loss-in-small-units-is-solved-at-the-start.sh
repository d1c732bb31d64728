#!/usr/bin/env bash
# SciPy: minimize returns its starting point, with success, when the loss is written in small units.
#
# One expects 1e-9·(x − 3)² to have its minimum at 3, as (x − 3)² has. The tolerances of gradients are absolute, so
# five methods are done before they begin; the two without gradients find 3. A loss in metres rather than microns, or
# divided by the number of pixels, is "fitted" by its starting values.
#
# python3-scipy 1.10.1-2 of Debian 12. Output: `seen` below.
# Ours, for a column in small units and standardize: true: test/peers.test.ts, "a column of years, or in small units,
# is fitted as the same column from 0".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get install -qq -y --no-install-recommends python3-scipy=1.10.1-2 > install.log

cat > see.py <<'PY'
from scipy.optimize import minimize

for method in ('CG', 'BFGS', 'L-BFGS-B', 'TNC', 'SLSQP', 'Nelder-Mead', 'Powell'):
    found = [minimize(lambda x: unit * (x[0] - 3) ** 2, [0.0], method=method) for unit in (1, 1e-9)]
    places = [f'{abs(f.x[0]):.1f}{"" if f.success else " (failed)"}' for f in found]
    print(f'{method}: minimum at {places[0]}, in small units at {places[1]}')
PY
now=$(/usr/bin/python3 see.py)

# Seen on 2026-11-30.
seen='CG: minimum at 3.0, in small units at 0.0
BFGS: minimum at 3.0, in small units at 0.0
L-BFGS-B: minimum at 3.0, in small units at 0.0
TNC: minimum at 3.0, in small units at 0.0
SLSQP: minimum at 3.0, in small units at 0.0
Nelder-Mead: minimum at 3.0, in small units at 3.0
Powell: minimum at 3.0, in small units at 3.0'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
