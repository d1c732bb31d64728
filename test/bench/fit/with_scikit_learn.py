# Fits by scikit-learn's lbfgs for scikitLearn.mjs: reads a request a line, prints an answer a line, in JSON.
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

import json
import time
import types
import warnings

try:
    import numpy as np
    import sklearn
    import sklearn.datasets
    from sklearn.linear_model import LogisticRegression
    from sklearn.linear_model import _logistic
except ImportError:
    sys.exit()

warnings.simplefilter('ignore')
folder = sys.argv[1]
at = lambda name: os.path.join(folder, name)

# It stops where the loss hardly changes, which may be far from the gradient that is asked for: so that goes off.
minimize = _logistic.optimize.minimize


def to_the_gradient(*args, options=None, **kwargs):
    return minimize(*args, options={**(options or {}), 'ftol': 0}, **kwargs)


_logistic.optimize = types.SimpleNamespace(**{**vars(_logistic.optimize), 'minimize': to_the_gradient})


def loss_of(model, x, y, l2):
    """The mean loss with its penalty, and the largest entry of its gradient."""
    theta, bias = model.coef_, model.intercept_
    h = x @ theta.T + bias
    if len(theta) == 1:
        own = np.where(y == 1, h[:, 0], -h[:, 0])
        losses = np.logaddexp(0, -own)
        slope = (1 / (1 + np.exp(-h[:, 0])) - y)[:, None]
    else:
        top = h.max(axis=1, keepdims=True)
        p = np.exp(h - top)
        total = p.sum(axis=1, keepdims=True)
        rows = np.arange(len(y))
        losses = np.log(total[:, 0]) + top[:, 0] - h[rows, y]
        slope = p / total
        slope[rows, y] -= 1
    gradient = slope.T @ x / len(y) + l2 * theta
    largest = max(np.abs(gradient).max(), np.abs(slope.mean(axis=0)).max())
    return losses.mean() + l2 / 2 * (theta**2).sum(), largest


def opened(n, d, l2, tolerance):
    """A fit, and what it comes to. Some versions measure the gradient of the sum, others that of the mean."""
    x = np.fromfile(at('table.x')).reshape(n, d)
    y = np.fromfile(at('table.y'), np.int32)
    for unit in (n, 1):
        fit = lambda: LogisticRegression(C=1 / (n * l2), tol=tolerance * unit, max_iter=10000).fit(x, y)
        model = fit()
        loss, gradient = loss_of(model, x, y, l2)
        if gradient <= 1.01 * tolerance:
            break
    return fit, {'iterations': int(model.n_iter_.max()), 'loss': float(loss), 'gradient': float(gradient)}


def load(table):
    """Writes a table of its own."""
    found = getattr(sklearn.datasets, f'load_{table}')()
    found.data.astype(np.float64).tofile(at('table.x'))
    found.target.astype(np.int32).tofile(at('table.y'))
    return {'d': found.data.shape[1]}


def repeat(milliseconds):
    times = []
    start = time.perf_counter()
    while True:
        before = time.process_time()
        fit()
        times.append(1000 * (time.process_time() - before))
        if time.perf_counter() - start > milliseconds / 1000:
            return {'times': times}


def answer(value):
    print(json.dumps(value), flush=True)


answer({'name': f'scikit-learn {sklearn.__version__}'})
for line in sys.stdin:
    request = json.loads(line)
    try:
        wanted = request.pop('do')
        if wanted == 'open':
            fit, found = opened(**request)
            answer(found)
        else:
            answer({'load': load, 'repeat': repeat}[wanted](**request))
    except Exception as error:
        answer({'error': f'{type(error).__name__}: {error}'})
