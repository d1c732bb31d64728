#!/usr/bin/env bash
# PyTorch: x.max() shares a tie's slope, x.max(0) gives it to one of them, and x.amax(0) shares it again.
#
# One expects one rule for one function. Code that goes from max() to max(dim) to get the index, or from max(dim) to
# amax for speed, trains differently on rows with ties: rectified features, quantized values, one-hot columns.
#
# python3-torch 1.13.1+dfsg-4 of Debian 12. Output: `seen` below.
# Ours: test/peers.test.ts, "slopes at corners are decided: ‖0‖, |0|, tied maxima".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get install -qq -y --no-install-recommends python3-torch=1.13.1+dfsg-4 > install.log

cat > see.py <<'PY'
import torch

for name, f in {
    'x.max()': lambda x: x.max(),
    'x.max(0)': lambda x: x.max(0).values,
    'x.amax(0)': lambda x: x.amax(0),
    'x.sort()[-1]': lambda x: x.sort().values[-1],
}.items():
    x = torch.tensor([1.0, 3.0, 3.0], requires_grad=True)
    f(x).backward()
    print(f'slope of {name} at 1 3 3:', *x.grad.tolist())
PY
now=$(/usr/bin/python3 see.py)

# Seen on 2026-11-30.
seen='slope of x.max() at 1 3 3: 0.0 0.5 0.5
slope of x.max(0) at 1 3 3: 0.0 1.0 0.0
slope of x.amax(0) at 1 3 3: 0.0 0.5 0.5
slope of x.sort()[-1] at 1 3 3: 0.0 0.0 1.0'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
