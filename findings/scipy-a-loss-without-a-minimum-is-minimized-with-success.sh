#!/usr/bin/env bash
# SciPy: minimize reports success on losses that fall for ever: Newton-CG at the start, L-BFGS-B at −∞.
#
# 5 − 2x and −x² have no minimum, and one expects to be told. Newton-CG takes the zero Hessian of a linear loss for a reason to
# stay: it stops where it began, with success, and its own report has the slope −2 in it. L-BFGS-B follows −x² until the value is
# −∞, whose relative reduction is no larger than its tolerance, and calls that convergence.
#
# python3-scipy 1.10.1-2 of Debian 12. Output: `seen` below.
# Ours: test/optim/minimize/lbfgs.test.ts, "says why it ends", and test/optim/minimize/second.test.ts, "leaves saddles and falls
# down what has no end": the reason is 'diverged'.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get install -qq -y --no-install-recommends python3-scipy=1.10.1-2 > install.log

cat > see.py <<'PY'
import warnings
from scipy.optimize import minimize

warnings.simplefilter('ignore')
losses = {'5 - 2x': (lambda x: 5 - 2 * x[0], lambda x: -2 + 0 * x), '-x^2': (lambda x: -x[0] ** 2, lambda x: -2 * x)}
for method in ('L-BFGS-B', 'Newton-CG', 'BFGS', 'CG'):
    for name, (f, slope) in losses.items():
        found = minimize(f, [1.0], jac=slope, method=method)
        place = f'success at x = {found.x[0]:.3g}, value {found.fun:.3g}, slope {found.jac[0]:.3g}' if found.success else 'failure'
        print(f'{method} on {name}: {place}')
PY
now=$(/usr/bin/python3 see.py)

# Seen on 2026-12-01.
seen='L-BFGS-B on 5 - 2x: failure
L-BFGS-B on -x^2: success at x = 3.28e+154, value -inf, slope -6.55e+154
Newton-CG on 5 - 2x: success at x = 1, value 3, slope -2
Newton-CG on -x^2: failure
BFGS on 5 - 2x: failure
BFGS on -x^2: failure
CG on 5 - 2x: failure
CG on -x^2: failure'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-12-01, > is seen now'; exit 1; }
echo "$now"
