#!/usr/bin/env bash
# PyTorch: gradcheck passes a gradient that is zero, and one that is off by 0.9.
#
# One expects a checker of gradients to notice that there is none. Its default atol of 1e-5 is absolute: where slopes
# are smaller, as those of a mean over 200,000 entries or of a loss in small units, anything passes. Its rtol of 1e-3
# lets a slope of 1000 be wrong by 0.9.
#
# python3-torch 1.13.1+dfsg-4 of Debian 12. Output: `seen` below.
# Ours: test/peers.test.ts, "a slope of 0 is refuted where slopes are small, and one that is off by 0.9 where they are
# 1000".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get install -qq -y --no-install-recommends python3-torch=1.13.1+dfsg-4 > install.log

cat > see.py <<'PY'
import torch
from torch.autograd import gradcheck


def claim(value, slope):
    class Claim(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return value(x)

        @staticmethod
        def backward(ctx, grad):
            (x,) = ctx.saved_tensors
            return grad * slope(x)

    x = torch.tensor([0.3, 0.7], dtype=torch.float64, requires_grad=True)
    return gradcheck(Claim.apply, (x,), raise_exception=False)


print('slope of sin x / 200000 given as 0:', claim(lambda x: x.sin() / 200000, torch.zeros_like))
print('slope of sin x given as 0:', claim(torch.sin, torch.zeros_like))
print('slope of 1000 x given as 1000.9:', claim(lambda x: 1000 * x, lambda x: 1000.9))
PY
now=$(/usr/bin/python3 see.py)

# Seen on 2026-11-30.
seen='slope of sin x / 200000 given as 0: True
slope of sin x given as 0: False
slope of 1000 x given as 1000.9: True'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
