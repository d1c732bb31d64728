#!/usr/bin/env bash
# PyTorch: gradcheck(fast_mode=True) passes a cross-entropy gradient that subtracts 1 from the wrong class.
#
# One expects a random direction to notice any error. Fast mode's direction has positive entries only, so errors that
# sum to zero mostly cancel, and softmax makes just these: one entry too high by what another is too low. At 1000
# samples, where the mean makes entries small besides, all 20 seeds pass; at 10 samples none does. Slow mode refuses
# both.
#
# python3-torch 1.13.1+dfsg-4 of Debian 12. Output: `seen` below.
# Ours: test/peers.test.ts, "a label taken for another is seen among 1000 samples".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get install -qq -y --no-install-recommends python3-torch=1.13.1+dfsg-4 > install.log

cat > see.py <<'PY'
import torch
from torch.autograd import gradcheck


class CrossEntropy(torch.autograd.Function):
    """The mean cross-entropy of class 0, with the gradient of class 1."""

    @staticmethod
    def forward(ctx, z):
        ctx.save_for_backward(z)
        return (z.logsumexp(1) - z[:, 0]).mean()

    @staticmethod
    def backward(ctx, grad):
        (z,) = ctx.saved_tensors
        slope = z.softmax(1)
        slope[:, 1] -= 1
        return grad * slope / len(z)


def passes(samples, seed, fast):
    torch.manual_seed(seed)
    z = torch.randn(samples, 3, dtype=torch.float64, requires_grad=True)
    return gradcheck(CrossEntropy.apply, (z,), fast_mode=fast, raise_exception=False)


for samples in (10, 1000):
    fast = sum(passes(samples, seed, True) for seed in range(20))
    print(f'{samples} samples: fast mode passes {fast} of 20 seeds, slow mode passes: {passes(samples, 0, False)}')
PY
now=$(/usr/bin/python3 see.py)

# Seen on 2026-11-30.
seen='10 samples: fast mode passes 0 of 20 seeds, slow mode passes: False
1000 samples: fast mode passes 20 of 20 seeds, slow mode passes: False'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
