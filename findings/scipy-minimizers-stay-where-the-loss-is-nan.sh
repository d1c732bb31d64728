#!/usr/bin/env bash
# SciPy: BFGS, L-BFGS-B and Newton-CG walk from a smooth convex loss into a region where it is NaN, and end there.
#
# One expects a line search to step back from NaN as it does from a loss that is too large. The loss x − log x has its
# minimum 1 at 1; from 20 with the right gradient these three return NaN, unsuccessful, though every smaller step would
# have helped. CG, TNC and SLSQP find the minimum. Losses with a logarithm or a root have such edges.
#
# python3-scipy 1.10.1-2 of Debian 12. Output: `seen` below.
# Ours: test/optim/optim.test.ts, "stops a loss that runs away, naming the epoch and what to do".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get install -qq -y --no-install-recommends python3-scipy=1.10.1-2 > install.log

cat > see.py <<'PY'
import warnings

import numpy as np
from scipy.optimize import minimize

warnings.simplefilter('ignore')
for method in ('CG', 'TNC', 'SLSQP', 'BFGS', 'L-BFGS-B', 'Newton-CG'):
    found = minimize(lambda x: x[0] - np.log(x[0]), [20.0], jac=lambda x: 1 - 1 / x, method=method)
    print(f'{method}: {found.fun:.4f}, success: {found.success}')
PY
now=$(/usr/bin/python3 see.py)

# Seen on 2026-11-30.
seen='CG: 1.0000, success: True
TNC: 1.0000, success: True
SLSQP: 1.0000, success: True
BFGS: nan, success: False
L-BFGS-B: nan, success: False
Newton-CG: nan, success: False'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
