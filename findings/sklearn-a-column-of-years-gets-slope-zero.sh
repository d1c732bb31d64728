#!/usr/bin/env bash
# scikit-learn: logistic regression on a column of years "converges" to slope 0 with four of its six solvers.
#
# One expects a model with an intercept not to care where a column starts. The year's slope is 1.3; moved from 0 to
# 2000 ± 1 it comes out as 0.000005, the accuracy is that of guessing, and no ConvergenceWarning is raised. Only the
# Newton solvers find it. Timestamps, postcodes, altitudes and temperatures in kelvin are such columns.
#
# python3-sklearn 1.2.1+dfsg-1 of Debian 12. Output: `seen` below.
# Ours, with standardize: true: test/peers.test.ts, "a column of years, or in small units, is fitted as the same column
# from 0".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get install -qq -y --no-install-recommends python3-sklearn=1.2.1+dfsg-1 > install.log

cat > see.py <<'PY'
import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

random = np.random.RandomState(0)
x = random.randn(400, 1)
y = random.rand(400) < 1 / (1 + np.exp(-1.3 * x[:, 0]))
for solver in ('lbfgs', 'liblinear', 'sag', 'saga', 'newton-cg', 'newton-cholesky'):
    fits = []
    for start in (0, 2000):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter('always')
            model = LogisticRegression(solver=solver, C=1e6, max_iter=10000, random_state=0).fit(x + start, y)
        warned = any(w.category is ConvergenceWarning for w in caught)
        slope, accuracy = model.coef_[0, 0], model.score(x + start, y)
        fits.append(f'slope {slope:.1f}, accuracy {accuracy:.2f}{", warned" if warned else ""}')
    print(f'{solver}: {fits[0]}; from 2000: {fits[1]}')
PY
now=$(/usr/bin/python3 see.py)

# Seen on 2026-11-30.
seen='lbfgs: slope 1.3, accuracy 0.73; from 2000: slope 0.0, accuracy 0.50
liblinear: slope 1.3, accuracy 0.73; from 2000: slope 0.0, accuracy 0.50
sag: slope 1.3, accuracy 0.73; from 2000: slope 0.0, accuracy 0.50
saga: slope 1.3, accuracy 0.73; from 2000: slope 0.0, accuracy 0.50
newton-cg: slope 1.3, accuracy 0.73; from 2000: slope 1.3, accuracy 0.73
newton-cholesky: slope 1.3, accuracy 0.73; from 2000: slope 1.3, accuracy 0.73'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
