# The models in PyTorch: reads a request a line, prints an answer a line, in JSON. Each is as its documentation would have it.
import os
import sys

for name in ('OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS'):
    os.environ[name] = '1'
# An older OpenBLAS takes the kernels of 2004 on a processor that it does not know.
try:
    with open('/proc/cpuinfo') as info:
        flags = next(line for line in info if line.startswith('flags')).split()
    core = 'SkylakeX' if 'avx512dq' in flags else 'Haswell' if 'avx2' in flags else None
    if core:
        os.environ.setdefault('OPENBLAS_CORETYPE', core)
except (OSError, StopIteration):
    pass

import base64
import json
import math
import time
import warnings

warnings.simplefilter('ignore')
try:
    import numpy as np
    import torch
    import torch.nn.functional as F
except ImportError:
    sys.exit()

torch.set_num_threads(1)
LOG_2PI = math.log(2 * math.pi)


def lstm(p, d):
    """The layer of torch.nn, as a function of its weights."""
    h = torch.zeros(1, *d['y'].shape)
    weights = [p['w'].t().contiguous(), p['u'].t().contiguous(), p['b'], torch.zeros_like(p['b'])]
    _, h, _ = torch._VF.lstm(d['x'], (h, h), weights, True, 1, 0.0, True, False, False)
    return (h[0] - d['y']).square().mean()


def crf(p, d):
    first, *rest = p['emissions'].unbind(0)
    alpha, k = first, len(first)
    for e in rest:
        alpha = torch.logsumexp(alpha[:, None] + p['transitions'], 0) + e
    path = d['path']
    own = p['emissions'].gather(1, path[:, None]).sum() + p['transitions'].reshape(-1)[path[:-1] * k + path[1:]].sum()
    return torch.logsumexp(alpha, 0) - own


def gaussianProcess(p, d):
    n = len(d['y'])
    z = d['x'] * torch.exp(-p['logLength'])
    squares = z.square().sum(1, keepdim=True)
    distances = squares + squares.t() - 2 * z @ z.t()
    kernel = torch.exp(2 * p['logScale']) * torch.exp(-0.5 * distances)
    l = torch.linalg.cholesky(kernel + torch.exp(2 * p['logNoise']) * torch.eye(n))
    white = torch.linalg.solve_triangular(l, d['y'][:, None], upper=False)
    return 0.5 * white.square().sum() + l.diagonal().log().sum() + 0.5 * n * LOG_2PI


def convolutional(p, d):
    first = F.max_pool2d(F.relu(F.conv2d(d['x'], p['k1'], p['b1'])), 2)
    second = F.max_pool2d(F.relu(F.conv2d(first, p['k2'], p['b2'])), 2)
    return F.cross_entropy(second.reshape(32, 256) @ p['w'] + p['b'], d['y'])


def attention(p, d):
    x = d['x']
    n, t, k = x.shape
    heads = lambda z: z.reshape(n, t, 4, k // 4).transpose(1, 2)
    normed = F.layer_norm(x, (k,), p['scale1'], p['shift1'])
    q, k_, v = (heads(z) for z in (normed @ p['qkv']).chunk(3, 2))
    scores = q @ k_.transpose(2, 3) / math.sqrt(k // 4)
    seen = (scores.softmax(3) @ v).transpose(1, 2).reshape(n, t, k)
    h = x + seen @ p['out']
    again = F.layer_norm(h, (k,), p['scale2'], p['shift2'])
    z = h + F.gelu(again @ p['w1'] + p['b1']) @ p['w2'] + p['b2']
    return (z - d['y']).square().mean()


def vae(p, d):
    mu, log_variance = (F.relu(d['x'] @ p['w1'] + p['b1']) @ p['w2'] + p['b2']).chunk(2, 1)
    z = mu + torch.exp(0.5 * log_variance) * d['noise']
    logits = F.relu(z @ p['w3'] + p['b3']) @ p['w4'] + p['b4']
    likelihood = F.binary_cross_entropy_with_logits(logits, d['x'], reduction='sum')
    divergence = 0.5 * (mu.square() + log_variance.exp() - 1 - log_variance).sum()
    return (likelihood + divergence) / len(d['x'])


def factorization(p, d):
    predicted = (p['u'][d['users']] * p['v'][d['films']]).sum(1)
    return (predicted - d['ratings']).square().mean() + 0.001 * (p['u'].square().sum() + p['v'].square().sum())


def negativeBinomial(p, d):
    y, r = d['y'], torch.exp(-p['logAlpha'])
    log_alpha_mu = d['x'] @ p['beta'] + p['logAlpha']
    choose = torch.lgamma(y + r) - torch.lgamma(r) - torch.lgamma(y + 1)
    # Its softplus turns into a line from 20 on, unless told otherwise.
    return -(choose + y * log_alpha_mu - (y + r) * F.softplus(log_alpha_mu, threshold=700)).mean()


def mixture(p, d):
    z = (d['x'] - p['mu']) * torch.exp(-p['logDeviation'])
    density = (-0.5 * z.square()).sum(2) - (p['logDeviation'].sum(1) + LOG_2PI)
    return -torch.logsumexp(F.log_softmax(p['logits'], 0) + density, 1).mean()


def physicsInformed(p, d):
    t = d['t'].detach().requires_grad_()
    u = torch.tanh(torch.tanh(t @ p['w1'] + p['b1']) @ p['w2'] + p['b2']) @ p['w3']
    (first,) = torch.autograd.grad(u.sum(), t, create_graph=True)
    (second,) = torch.autograd.grad(first.sum(), t, create_graph=True)
    return (second + u).square().mean() + (u[0] - 1).square().sum() + first[0].square().sum()


def neuralOde(p, d):
    velocity = lambda y: torch.tanh(y @ p['w'] + p['b']) @ p['v']
    y, h = d['start'], 0.1
    for _ in range(20):
        k1 = velocity(y)
        k2 = velocity(y + h / 2 * k1)
        k3 = velocity(y + h / 2 * k2)
        k4 = velocity(y + h * k3)
        y = y + h / 6 * (k1 + k4 + 2 * (k2 + k3))
    return (y - d['end']).square().mean()


def maml(p, d):
    def error(p, x, y):
        h = torch.tanh(torch.tanh(x @ p['w1'] + p['b1']) @ p['w2'] + p['b2'])
        return (h @ p['w3'] + p['b3'] - y).square().mean()

    total = 0
    for task, (x, more) in enumerate(zip(d['few'].unbind(0), d['more'].unbind(0))):
        slopes = torch.autograd.grad(error(p, x, torch.sin(x + task)), list(p.values()), create_graph=True)
        moved = {key: value - 0.1 * slope for (key, value), slope in zip(p.items(), slopes)}
        total = total + error(moved, more, torch.sin(more + task))
    return total / 4


def perSample():
    """functorch's vmap of grad."""
    import functorch

    def loss(p, x, y):
        return (torch.tanh(x @ p['w1'] + p['b1']) @ p['w2'] + p['b2'] - y).square().sum()

    each = functorch.vmap(functorch.grad_and_value(loss), (None, 0, 0))

    def step(p, d):
        slopes, values = each(p, d['x'], d['y'])
        return values.sum(), list(slopes.values())

    return step


def tensor(spec):
    found = np.frombuffer(base64.b64decode(spec['data']), spec['dtype']).reshape(spec['shape']).copy()
    return torch.tensor(found.astype(np.int64) if spec['dtype'] == 'int32' else found)


def opened(twin, dtype, adam, params, data):
    """A step, and what it gives: the loss and the norm of each gradient."""
    torch.set_default_dtype(getattr(torch, dtype))
    p = {key: tensor(x) for key, x in params.items()}
    d = {key: tensor(x) for key, x in data.items()}
    if twin == 'perSample':
        both = perSample()
        step = lambda: both(p, d)
    else:
        loss = globals()[twin]
        for x in p.values():
            x.requires_grad_()

        def step():
            value = loss(p, d)
            return value, torch.autograd.grad(value, list(p.values()))

    value, slopes = step()
    results = [value.item(), *(slope.detach().double().norm().item() for slope in slopes)]
    if adam is None:
        return lambda: step()[0].item(), results
    optimizer = torch.optim.Adam(list(p.values()), lr=adam)

    def train():
        optimizer.zero_grad()
        value = loss(p, d)
        value.backward()
        optimizer.step()
        return value.item()

    return train, results


def repeat(milliseconds):
    times = []
    count = 1
    start = time.process_time()
    while len(times) < 2 or time.process_time() - start < milliseconds / 1000:
        before = time.process_time()
        for _ in range(count):
            run()
        passed = 1000 * (time.process_time() - before)
        if passed >= 2:
            times.append(passed / count)
        else:
            count *= 2
    return {'times': times}


for line in sys.stdin:
    request = json.loads(line)
    try:
        wanted = request.pop('do')
        if wanted == 'open':
            run, results = opened(**request)
            answer = {'name': f'PyTorch {torch.__version__}', 'results': results}
        else:
            answer = repeat(**request)
    except Exception as error:
        answer = {'error': f'{type(error).__name__}: {error}'}
    print(json.dumps(answer), flush=True)
