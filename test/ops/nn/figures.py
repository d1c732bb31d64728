# Writes figures.json: what PyTorch 1.13 gives for the calls of figures.test.ts, in float64. Not run by the tests.
import json, os, torch, torch.nn.functional as F
torch.set_default_dtype(torch.float64)

def grid(shape, seed):
    n = 1
    for v in shape: n *= v
    return torch.tensor([((k * 37 + seed * 11) % 61 - 30) / 16 for k in range(n)]).reshape(shape)

def case(f, *shapes):
    inputs = [grid(s, i).requires_grad_() for i, s in enumerate(shapes)]
    y = f(*inputs)
    weights = grid(y.shape, 7)
    bars = torch.autograd.grad((y * weights).sum(), inputs)
    flat = lambda t: t.detach().reshape(-1).tolist()
    return {'shape': list(y.shape), 'y': flat(y), 'bars': [flat(b) for b in bars]}

cases = {
    'conv1d': case(lambda x, k, b: F.conv1d(x, k, b, stride=2, padding=1, dilation=2), [2, 2, 6], [2, 2, 2], [2]),
    'conv2d': case(lambda x, k, b: F.conv2d(x, k, b, stride=(2, 1), padding=(1, 0), groups=2), [1, 2, 4, 3], [4, 1, 3, 2], [4]),
    'convTranspose1d': case(lambda x, k: F.conv_transpose1d(x, k, stride=3, padding=1, output_padding=2), [1, 2, 3], [2, 1, 3]),
    'convTranspose2d': case(lambda x, k, b: F.conv_transpose2d(x, k, b, stride=2, padding=1, output_padding=1, groups=2, dilation=(1, 2)), [1, 2, 2, 2], [2, 2, 2, 3], [4]),
    'maxPool2d': case(lambda x: F.max_pool2d(x, 3, stride=2, padding=1), [1, 2, 4, 5]),
    'avgPool2d': case(lambda x: F.avg_pool2d(x, 3, stride=2, padding=1), [1, 2, 4, 5]),
    'avgPool2d seen': case(lambda x: F.avg_pool2d(x, 3, stride=2, padding=1, count_include_pad=False), [1, 2, 4, 5]),
    'layerNorm': case(lambda x, s, b: F.layer_norm(x, (2, 3), s, b), [2, 2, 3], [2, 3], [2, 3]),
    'batchNorm': case(lambda x, s, b: F.batch_norm(x, None, None, s, b, training=True), [3, 2, 2], [2], [2]),
    'gelu': case(lambda x: F.gelu(x), [9]),
    'gelu tanh': case(lambda x: F.gelu(x, approximate='tanh'), [9]),
    'silu': case(lambda x: F.silu(x), [9]),
    'embedding': case(lambda t: F.embedding(torch.tensor([[2, 0], [2, 3]]), t), [4, 2]),
}
here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, 'figures.json'), 'w') as file:
    file.write('{\n' + ',\n'.join('  %s: %s' % (json.dumps(k), json.dumps(v)) for k, v in cases.items()) + '\n}\n')
