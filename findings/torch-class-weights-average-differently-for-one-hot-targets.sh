#!/usr/bin/env bash
# PyTorch: cross_entropy with class weights has another value, and another step, when the labels are one-hot.
#
# One expects the same labels to give the same loss. With indices the mean divides by the sum of the weights, with
# probabilities by the number of samples. Moving to soft labels or mixup then scales the loss, and so the learning
# rate, by the mean weight: here 5.5 times.
#
# python3-torch 1.13.1+dfsg-4 of Debian 12. Output: `seen` below.
# chainrule has no class weights.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get install -qq -y --no-install-recommends python3-torch=1.13.1+dfsg-4 > install.log

cat > see.py <<'PY'
import torch
from torch.nn.functional import cross_entropy, one_hot

logits = torch.tensor([[1.0, 0.0], [1.0, 0.0]])
labels = torch.tensor([0, 1])
for weights in (None, torch.tensor([1.0, 10.0])):
    losses = [cross_entropy(logits, y, weight=weights) for y in (labels, one_hot(labels).float())]
    shown = 'none' if weights is None else weights.tolist()
    print(f'weights {shown}: {losses[0]:.3f} by index, {losses[1]:.3f} one-hot')
PY
now=$(/usr/bin/python3 see.py)

# Seen on 2026-11-30.
seen='weights none: 0.813 by index, 0.813 one-hot
weights [1.0, 10.0]: 1.222 by index, 6.723 one-hot'
diff <(echo "$seen") <(echo "$now") || { echo 'changed: < was seen on 2026-11-30, > is seen now'; exit 1; }
echo "$now"
