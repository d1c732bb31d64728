"""The figures that the models beside this file are checked against, from SciPy, statsmodels, scikit-learn and PyTorch.

Run with Debian 12's python3-scipy 1.10.1, python3-statsmodels 0.13.5, python3-sklearn 1.2.1, python3-torch 1.13.1: python3 figures.py > figures.json
Data are written here as they are in the examples, so that nothing but the numbers below is shared.
"""
import json
import numpy as np
import itertools
from scipy import optimize, special, stats
from sklearn.gaussian_process import GaussianProcessRegressor, kernels
import statsmodels.api as sm
from statsmodels.miscmodels.ordinal_model import OrderedModel
import torch

torch.set_default_dtype(torch.float64)


def minimum(f, start):
    """To the last digits: from the end of one method, another."""
    x = optimize.minimize(f, start, method='Nelder-Mead', options=dict(xatol=1e-12, fatol=1e-14, maxiter=40000, maxfev=40000)).x
    return optimize.minimize(f, x, method='BFGS', options=dict(gtol=1e-10)).x


# Days of absence: counts that scatter more than a Poisson's.
x = np.array([0.1 * i for i in range(40)])
counts = np.array([0, 2, 1, 0, 5, 1, 3, 0, 2, 8, 1, 0, 4, 2, 11, 3, 0, 6, 1, 14, 2, 5, 0, 9, 3, 17, 4, 1, 12, 6, 2, 21, 8, 0, 15, 5, 26, 3, 10, 7])
design = sm.add_constant(x)
nb = sm.NegativeBinomial(counts, design, loglike_method='nb2').fit(method='newton', disp=0, maxiter=200, tol=1e-14)

# Weeks until relapse, and whether it was seen: Freireich's leukaemia trial (Cox 1972, Table 1), ties by Breslow.
treated = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
seen = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
control = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
weeks = np.array(treated + control)
event = np.array(seen + [1] * 21)
group = np.array([1.0] * 21 + [0.0] * 21)
cox = sm.PHReg(weeks, group[:, None], status=event, ties='breslow').fit(disp=0)

# A grade from 0 to 3 by hours of study.
hours = np.array([0.5 * i for i in range(24)])
grade = np.array([0, 0, 1, 0, 0, 1, 0, 2, 1, 0, 1, 2, 1, 1, 3, 2, 1, 2, 3, 2, 3, 3, 2, 3])
ordered = OrderedModel(grade, hours[:, None], distr='logit').fit(method='newton', disp=0, maxiter=200, tol=1e-14)

# Minutes between eruptions of a geyser, made up: two kinds of waits.
waits = np.array([54, 79, 62, 85, 55, 88, 51, 78, 84, 47, 83, 52, 80, 59, 76, 49, 86, 57, 81, 50, 77, 82, 58, 75, 53, 87, 60, 74, 48, 90], float)
def mixture(t):
    weight = special.expit(t[0])
    a = np.log(weight) + stats.norm.logpdf(waits, t[1], np.exp(t[2]))
    b = np.log1p(-weight) + stats.norm.logpdf(waits, t[3], np.exp(t[4]))
    return -np.logaddexp(a, b).mean()
m = minimum(mixture, [0.0, 55.0, 1.5, 80.0, 1.5])


def wave(*shape, scale=1.0, phase=0.0):
    """Numbers that look drawn and are the same everywhere: scale·sin(phase + 1.7·i) for i = 0, 1, …"""
    n = int(np.prod(shape))
    return torch.tensor(scale * np.sin(phase + 1.7 * np.arange(n))).reshape(shape)


def slopes(loss, *leaves):
    """The value of a loss, and the sum of squares of its gradient."""
    leaves = [x.clone().requires_grad_() for x in leaves]
    value = loss(*leaves)
    gradient = torch.autograd.grad(value, leaves)
    return {'loss': value.item(), 'gradientSquared': sum((g * g).sum() for g in gradient).item()}


# Ratings of 12 films by 20 people: 100 of the 240.
users = torch.tensor([(7 * i) % 20 for i in range(100)])
films = torch.tensor([(5 * i + i // 20) % 12 for i in range(100)])
ratings = 3 + wave(100, phase=0.3)
def factorization(u, v):
    return ((u[users] * v[films]).sum(1) - ratings).square().mean() + 0.01 * ((u * u).sum() + (v * v).sum())

# u'' = −u on 0 … 6, u(0) = 1, u'(0) = 0.
times = torch.linspace(0, 6, 40)
def physics(w, b, v):
    def u(t):
        return torch.tanh(t[:, None] * w + b) @ v
    t = times.clone().requires_grad_()
    d = torch.autograd.grad(u(t).sum(), t, create_graph=True)[0]
    dd = torch.autograd.grad(d.sum(), t, create_graph=True)[0]
    return (dd + u(t)).square().mean() + (u(t)[0] - 1).square() + d[0].square()

# A spiral, followed by Runge and Kutta's method through a field that a network gives.
step = 0.1
def ode(w, b, v):
    def field(y):
        return torch.tanh(y @ w + b) @ v
    y, total = torch.tensor([[2.0, 0.0]]), 0.0
    for i in range(1, 41):
        k1 = field(y)
        k2 = field(y + step / 2 * k1)
        k3 = field(y + step / 2 * k2)
        k4 = field(y + step * k3)
        y = y + step / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
        t = i * step
        target = 2 * np.exp(-0.1 * t) * torch.tensor([[np.cos(t), np.sin(t)]])
        total = total + (y - target).square().mean()
    return total / 40

# Sines of any phase, learned to be learned: one step of descent on five points, judged on ten more.
def maml(w1, b1, w2, b2):
    total = 0.0
    for task in range(4):
        few, more = torch.linspace(-3, 3, 5)[:, None], torch.linspace(-2.5, 2.5, 10)[:, None]
        def loss(p, x):
            return (torch.tanh(x @ p[0] + p[1]) @ p[2] + p[3] - torch.sin(x + task)).square().mean()
        params = [w1, b1, w2, b2]
        adapted = [p - 0.1 * g for p, g in zip(params, torch.autograd.grad(loss(params, few), params, create_graph=True))]
        total = total + loss(adapted, more)
    return total / 4

# Two cameras, eight points: where the second stands, and the points, from what both saw.
points = np.array([[np.sin(1.3 * i), np.cos(2.1 * i), 5 + np.sin(0.7 * i)] for i in range(8)])
def seen_by(turn, shift, p):
    angle = np.linalg.norm(turn) + 1e-300
    k = turn / angle
    p = p * np.cos(angle) + np.cross(k, p) * np.sin(angle) + np.outer(p @ k, k) * (1 - np.cos(angle)) + shift
    return p[:, :2] / p[:, 2:]
turn, shift = np.array([0.05, -0.2, 0.1]), np.array([1.0, 0.1, -0.2])
noise = 0.002 * wave(32).numpy().reshape(2, 8, 2)
views = [seen_by(np.zeros(3), np.zeros(3), points) + noise[0], seen_by(turn, shift, points) + noise[1]]
def bundle(t):
    p = t[6:].reshape(8, 3)
    return np.concatenate([(seen_by(np.zeros(3), np.zeros(3), p) - views[0]).ravel(), (seen_by(t[:3], t[3:6], p) - views[1]).ravel(), [t[3:6] @ t[3:6] - 1.05]])
rough = np.concatenate([[0.01, -0.1, 0.05], [0.9, 0, 0], (points + 0.3 * np.cos(np.arange(24)).reshape(8, 3)).ravel()])
adjusted = optimize.least_squares(bundle, rough, xtol=1e-15, ftol=1e-15, gtol=1e-15)

# The posterior of a logistic regression with two coefficients, by quadrature.
dose = np.array([-0.86, -0.3, -0.05, 0.73])
dead = np.array([0, 1, 3, 5])
grid_a, grid_b = np.linspace(-8, 10, 1501), np.linspace(-25, 60, 1501)
A, B = np.meshgrid(grid_a, grid_b, indexing='ij')
eta = A[..., None] + B[..., None] * dose
density = np.exp((dead * eta - 5 * np.logaddexp(0, eta)).sum(-1) - A**2 / 18 - B**2 / 200)
density /= density.sum()

# A Gaussian process on a sine: scikit-learn's likelihood, whose own minimizer stops early.
places = np.linspace(0, 6, 40)
observed = np.sin(places) + 0.2 * wave(40, phase=0.3).numpy()
def process(t):
    kernel = kernels.ConstantKernel(np.exp(2 * t[0])) * kernels.RBF(np.exp(t[1])) + kernels.WhiteKernel(np.exp(2 * t[2]))
    return GaussianProcessRegressor(kernel, alpha=0, optimizer=None).fit(places[:, None], observed)
hyper = minimum(lambda t: -process(t).log_marginal_likelihood_value_, [0.0, 0.0, -1.0])
expected, off = process(hyper).predict(np.array([[1.5], [3], [6.5], [9]]), return_std=True)

# A conditional random field, by summing over every chain of labels there is.
features = wave(6, 8, 4, phase=0.5)
chain_labels = torch.tensor([[0, 0, 0, 1, 1, 1, 2, 2], [2, 2, 1, 1, 1, 0, 0, 0], [1, 1, 1, 1, 2, 2, 2, 2], [0, 0, 2, 2, 2, 2, 1, 1], [2, 2, 2, 0, 0, 0, 0, 1], [1, 1, 0, 0, 0, 2, 2, 2]])
chains = torch.tensor(list(itertools.product(range(3), repeat=8)))
def scores(w, t, x, ys):
    return (x @ w)[torch.arange(8), ys].sum(1) + t[ys[:, :-1], ys[:, 1:]].sum(1)
def crf(w, t):
    return -sum(scores(w, t, x, y[None])[0] - scores(w, t, x, chains).logsumexp(0) for x, y in zip(features, chain_labels)) / 6
field = wave(4, 3, scale=0.5, phase=1), wave(3, 3, scale=0.5, phase=2)
first = scores(*field, features[0], chains)
share = torch.nn.functional.one_hot(chains).double().mul(first.softmax(0)[:, None, None]).sum(0)

# Two sines read by PyTorch's own LSTM.
instants = 0.25 * torch.arange(61, dtype=torch.float64)
sines = torch.sin(instants) + 0.5 * torch.sin(2.3 * instants)
def lstm(w, u, b, out):
    nothing = torch.zeros(1, 1, 12)
    ys, _, _ = torch._VF.lstm(sines[:60, None, None], (nothing, nothing), [w, u, b, torch.zeros(48)], True, 1, 0.0, False, False, False)
    return (ys[:, 0] @ out - sines[1:]).square().mean()

# Stripes, and which way they go.
def stripe(direction, shift):
    r, c = np.indices((8, 8))
    return (([r, c, r + c, 8 + r - c][direction] + shift) // 2 % 2) * 2.0
pictures = torch.tensor(np.array([stripe(d, s) for d in range(4) for s in range(4)])) + wave(16, 8, 8, scale=0.3, phase=0.5)
def convolutional(first, b1, second, b2, out):
    F = torch.nn.functional
    x = F.max_pool2d(F.relu(F.conv2d(pictures[:, None], first, b1, padding=1)), 2)
    return F.cross_entropy(F.relu(F.conv2d(x, second, b2)).mean((2, 3)) @ out, torch.arange(16) // 4)

# A block of a transformer, by PyTorch's own attention.
ids = torch.tensor([[(i * j + i + 2 * j) % 5 for j in range(6)] for i in range(8)])
def attention(symbols, places, s1, h1, query, key, value, mix, s2, h2, w1, b1, w2, b2, out):
    F = torch.nn.functional
    x = symbols[ids] + places
    n = F.layer_norm(x, [16], s1, h1).transpose(0, 1)
    qkv = torch.cat([query.reshape(16, 16).T, key.reshape(16, 16).T, value.reshape(16, 16).T])
    found, _ = F.multi_head_attention_forward(n, n, n, 16, 2, qkv, torch.zeros(48), None, None, False, 0.0, mix.reshape(16, 16).T, torch.zeros(16))
    y = x + found.transpose(0, 1)
    y = y + F.gelu(F.layer_norm(y, [16], s2, h2) @ w1 + b1) @ w2 + b2
    return F.cross_entropy((y @ out).reshape(48, 5), ids.flip(1).reshape(48))

# Bumps on rows of pixels, by torch.distributions.
rows = (1 + wave(40, scale=0.4))[:, None] * torch.exp(-0.25 * (torch.arange(12.0) - torch.linspace(2, 9, 40)[:, None]) ** 2)
def vae(we, be, ve, wd, bd, vd):
    normal = torch.distributions.Normal
    m, s = (torch.tanh(rows @ we + be) @ ve).split(2, 1)
    code = normal(m, s.exp())
    z = m + s.exp() * wave(40, 2, phase=6)
    likelihood = normal(torch.tanh(z @ wd + bd) @ vd, 0.1).log_prob(rows).sum(1)
    return (torch.distributions.kl_divergence(code, normal(0.0, 1.0)).sum(1) - likelihood).mean()

# The Nile, as a level that drifts: statsmodels' filter with an exactly diffuse start.
nile = sm.datasets.nile.load_pandas().data.volume.to_numpy()
level = sm.tsa.UnobservedComponents(nile, 'local level', use_exact_diffuse=True)
variances = np.exp(minimum(lambda t: -level.loglike(np.exp(t)), [9.0, 8.0]))
filtered = level.smooth(variances)

# Gradients of single samples, clipped to length 1.
labels = torch.arange(40) % 2
radius = 0.5 + labels.double()
radius[0] = 30
angle = 2.4 * torch.arange(40, dtype=torch.float64)
people = radius[:, None] * torch.stack([angle.cos(), angle.sin()], 1)
net = [p.requires_grad_() for p in (wave(2, 16), wave(16, phase=1), wave(16, 2, scale=0.5, phase=2))]
norms, clipped = [], [torch.zeros_like(p) for p in net]
for x, label in zip(people, labels):
    loss = torch.nn.functional.cross_entropy(torch.tanh(x @ net[0] + net[1]) @ net[2], label)
    gradient = torch.autograd.grad(loss, net)
    norms.append(torch.cat([g.ravel() for g in gradient]).norm().item())
    clipped = [c + g / max(1, norms[-1]) / 40 for c, g in zip(clipped, gradient)]

# Rosenbrock's valley with a pull to one side.
pull = 0.01 * np.sin(1.7 * np.arange(50))
far = np.full(50, -1.2)
end = optimize.minimize(lambda x: optimize.rosen(x) + pull @ x, far, method='Newton-CG', jac=lambda x: optimize.rosen_der(x) + pull,
                        hessp=optimize.rosen_hess_prod, options=dict(xtol=1e-15, maxiter=10000)).x

print(json.dumps({
    'negativeBinomial': {'coefficients': list(nb.params[:2]), 'dispersion': nb.params[2], 'logLikelihood': nb.llf},
    'cox': {'coefficient': cox.params[0], 'standardError': cox.bse[0], 'logLikelihood': cox.llf},
    'ordinal': {'slope': ordered.params[0], 'thresholds': list(ordered.model.transform_threshold_params(ordered.params)[1:-1]), 'logLikelihood': ordered.llf},
    'mixture': {'weight': special.expit(m[0]), 'means': [m[1], m[3]], 'deviations': [np.exp(m[2]), np.exp(m[4])], 'loss': mixture(m)},
    'matrixFactorization': slopes(factorization, wave(20, 3, scale=0.5), wave(12, 3, scale=0.5, phase=1)),
    'physicsInformed': slopes(physics, wave(16), wave(16, phase=1), wave(16, scale=0.3, phase=2)),
    'neuralOde': slopes(ode, wave(2, 16, scale=0.5), wave(16, scale=0.5, phase=1), wave(16, 2, scale=0.3, phase=2)),
    'maml': slopes(maml, wave(1, 20), wave(20, phase=1), wave(20, 1, scale=0.3, phase=2), wave(1, scale=0.1, phase=3)),
    'bundleAdjustment': {'turn': list(adjusted.x[:3]), 'shift': list(adjusted.x[3:6]), 'cost': adjusted.cost},
    'hamiltonian': {'means': [(density * A).sum(), (density * B).sum()], 'deviations': [np.sqrt((density * A**2).sum() - (density * A).sum()**2), np.sqrt((density * B**2).sum() - (density * B).sum()**2)]},
    'gaussianProcess': {'parameters': list(np.exp(hyper)), 'mean': list(expected), 'deviation': list(np.sqrt(off**2 - np.exp(2 * hyper[2])))},
    'crf': {**slopes(crf, *field), 'probabilities': share.tolist(), 'best': chains[first.argmax()].tolist()},
    'lstm': slopes(lstm, wave(48, 1, scale=0.4), wave(48, 12, scale=0.4, phase=1), wave(48, scale=0.2, phase=2), wave(12, scale=0.4, phase=3)),
    'convolutionalNet': slopes(convolutional, wave(6, 1, 3, 3, scale=0.5), wave(6, scale=0.1, phase=1), wave(8, 6, 3, 3, scale=0.3, phase=2), wave(8, scale=0.1, phase=3), wave(8, 4, scale=0.5, phase=4)),
    'attention': slopes(attention, wave(5, 16), wave(6, 16, phase=1), torch.ones(16), torch.zeros(16), *[wave(16, 16, scale=0.3, phase=p) for p in (2, 3, 4, 5)],
                        torch.ones(16), torch.zeros(16), wave(16, 32, scale=0.3, phase=6), torch.zeros(32), wave(32, 16, scale=0.3, phase=7), torch.zeros(16), wave(16, 5, scale=0.3, phase=8)),
    'vae': slopes(vae, wave(12, 16, scale=0.4), wave(16, scale=0.3, phase=1), wave(16, 4, scale=0.3, phase=2), wave(2, 16, scale=0.6, phase=3), wave(16, scale=0.3, phase=4), wave(16, 12, scale=0.3, phase=5)),
    # Without the term of the first year, ln N(0; 0, F∞ = 1), which does not depend on the variances.
    'kalman': {'variances': list(variances), 'logLikelihood': level.loglike(variances) + np.log(2 * np.pi) / 2 + 99 * np.log(100), 'levels': list(filtered.filtered_state[0][1:])},
    'perSampleGradients': {'normsSquared': sum(n * n for n in norms), 'gradientSquared': sum((c * c).sum() for c in clipped).item()},
    'newtonCG': {'gradient': list(optimize.rosen_der(far) + pull), 'product': list(optimize.rosen_hess_prod(far, pull)), 'minimum': list(end)},
}, indent=2))
