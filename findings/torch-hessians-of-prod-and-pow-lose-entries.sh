#!/usr/bin/env bash
# PyTorch: the Hessian of a product with two zeros is all zeros, and that of xᵖ at p = 0 is not symmetric.
#
# One expects ∂²(abc)/∂a∂b = c = 3 at a = b = 0, and mixed derivatives that agree: both ∂²xᵖ/∂x∂p and ∂²xᵖ/∂p∂x are 1/x
# = 0.5 at x = 2, p = 0. First derivatives are right in both cases, and nothing warns.
#
# python3-torch 1.13.1+dfsg-4 of Debian 12. Output: `seen` below.
# Ours: test/peers.test.ts, "the Hessian of a product with two zeros is whole, and that of xᵖ at p = 0 symmetric".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get install -qq -y --no-install-recommends python3-torch=1.13.1+dfsg-4 > install.log

cat > see.py <<'PY'
import torch
from torch.autograd.functional import hessian

for x in ([0.0, 2.0, 3.0], [0.0, 0.0, 3.0]):
    rows = [' '.join(f'{h:.0f}' for h in row) for row in hessian(torch.prod, torch.tensor(x)).tolist()]
    print('prod at', *x, 'has the Hessian', ', '.join(rows))
(_, xp), (px, _) = hessian(torch.pow, (torch.tensor(2.0), torch.tensor(0.0)))
print(f'pow at x = 2, p = 0: d2/dxdp {xp:.1f}, d2/dpdx {px:.1f}')
PY
now=$(/usr/bin/python3 see.py)

# Seen on 2026-11-30.
seen='prod at 0.0 2.0 3.0 has the Hessian 0 3 2, 3 0 0, 2 0 0
prod at 0.0 0.0 3.0 has the Hessian 0 0 0, 0 0 0, 0 0 0
pow at x = 2, p = 0: d2/dxdp 0.0, d2/dpdx 0.5'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
