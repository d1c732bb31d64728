#!/usr/bin/env bash
# statsmodels: MNLogit on a class that one column separates reports converged=True with NaN in every parameter.
#
# One expects a PerfectSeparationError, as Logit raises, or converged=False. The only warnings are NumPy's, of an
# overflow, and the likelihood is NaN too; a program that tests `converged` goes on with it. bfgs stops at finite,
# arbitrary parameters.
#
# python3-statsmodels 0.13.5+dfsg-7 of Debian 12. Output: `seen` below.
# Ours: test/peers.test.ts, "a class that one column separates leaves finite parameters, and the fit does not say that
# it converged".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get install -qq -y --no-install-recommends python3-statsmodels=0.13.5+dfsg-7 > install.log

cat > see.py <<'PY'
import warnings

import numpy as np
import statsmodels.api as sm
from statsmodels.tools.sm_exceptions import PerfectSeparationError

warnings.simplefilter('ignore')
x = sm.add_constant(np.array([-3.0, -2, -1, 1, 2, 3, 8, 9, 10]))
y = np.array([0, 1, 0, 1, 0, 1, 2, 2, 2])
for method in ('newton', 'bfgs'):
    fit = sm.MNLogit(y, x).fit(method=method, disp=0, maxiter=200)
    finite = np.isfinite(fit.params).all()
    print(f'MNLogit, {method}: converged {fit.mle_retvals["converged"]}, finite {finite}, log-likelihood {fit.llf:.2f}')
try:
    sm.Logit(y == 2, x).fit(disp=0)
except PerfectSeparationError as error:
    print('Logit:', type(error).__name__)
PY
now=$(/usr/bin/python3 see.py)

# Seen on 2026-11-30.
seen='MNLogit, newton: converged True, finite False, log-likelihood nan
MNLogit, bfgs: converged True, finite True, log-likelihood -3.87
Logit: PerfectSeparationError'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
