#!/usr/bin/env bash
# PyTorch: RMSprop with centered=True makes a parameter NaN whose gradient is the same at each step.
#
# One expects the parameter to move on by a long step. The variance v − m² of a gradient that does not change is 0 up to rounding,
# which may come out below 0; its root is NaN, and eps, which is added behind the root, comes too late. A slope of 0.25, whose
# square is exact, does not meet it; one of 0.3 does after some 160 steps. A linear term in a loss, a hinge far from its
# corner or a clipped gradient are such slopes.
#
# python3-torch 1.13.1+dfsg-4 of Debian 12. Output: `seen` below.
# Ours: test/optim/rules.test.ts, "stays finite where the gradient never changes, though rounding makes its spread negative".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get install -qq -y --no-install-recommends python3-torch=1.13.1+dfsg-4 > install.log

cat > see.py <<'PY'
import torch

for alpha, slope in ((0.8, 0.3), (0.8, 0.25)):
    x = torch.tensor([0.0], dtype=torch.float64, requires_grad=True)
    rule = torch.optim.RMSprop([x], lr=0.01, alpha=alpha, centered=True)
    for step in range(1, 1001):
        x.grad = torch.full_like(x, slope)
        rule.step()
        if torch.isnan(x).item():
            break
    print(f'alpha {alpha}, slope {slope}: {"NaN at" if torch.isnan(x).item() else "finite after"} step {step}')
PY
now=$(/usr/bin/python3 see.py)

# Seen on 2026-12-01.
seen='alpha 0.8, slope 0.3: NaN at step 158
alpha 0.8, slope 0.25: finite after step 1000'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-12-01, > is seen now'; exit 1; }
echo "$now"
