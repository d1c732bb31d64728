"""Writes figures.ts: log densities, moments and entropies of SciPy's distributions.

Debian's python3-scipy (1.10) and python3-mpmath: /usr/bin/python3 test/distributions/figures.py > test/distributions/figures.ts
"""
import json
import mpmath as mp
import numpy as np
import scipy
from scipy import stats



def entropy_of_beta(a, b):
    mp.mp.dps = 40
    a, b = mp.mpf(a), mp.mpf(b)
    return float(mp.log(mp.beta(a, b)) - (a - 1) * mp.psi(0, a) - (b - 1) * mp.psi(0, b) + (a + b - 2) * mp.psi(0, a + b))


cases = {
    "normal": [({"mean": m, "deviation": s}, stats.norm(m, s), [-30.0, -1.5, 0.0, 2.25, 40.0]) for m, s in [(0, 1), (1.5, 0.25), (-3, 7)]],
    "uniform": [({"low": a, "high": b}, stats.uniform(a, b - a), [-1.0, 0.5, 1.0, 9.0]) for a, b in [(0, 1), (-2, 8)]],
    "exponential": [({"rate": r}, stats.expon(scale=1 / r), [-1.0, 0.0, 0.3, 50.0]) for r in [0.25, 1, 30]],
    "gamma": [({"concentration": a, "rate": r}, stats.gamma(a, scale=1 / r), [-1.0, 1e-8, 0.4, 3.0, 90.0])
              for a, r in [(0.125, 1), (1, 2), (3.5, 0.5), (400, 20)]],
    "beta": [({"a": a, "b": b}, stats.beta(a, b), [-0.5, 1e-9, 0.25, 0.5, 0.9999, 1.5]) for a, b in [(0.5, 0.5), (1, 1), (2, 7), (300, 40)]],
    "bernoulli": [({"probability": p}, stats.bernoulli(p), [-1.0, 0.0, 0.5, 1.0]) for p in [0.125, 0.5, 0.99]],
    "poisson": [({"rate": r}, stats.poisson(r), [-1.0, 0.0, 1.5, 3.0, 80.0]) for r in [0.25, 4, 75]],
    "negativeBinomial": [({"mean": m, "concentration": r}, stats.nbinom(r, r / (m + r)), [-1.0, 0.0, 1.5, 3.0, 80.0])
                         for m, r in [(0.5, 2), (4, 0.25), (75, 40)]],
}

out = {}
for name, rows in cases.items():
    out[name] = []
    for parameters, d, xs in rows:
        log = d.logpmf(xs) if hasattr(d.dist, "pmf") else d.logpdf(xs)
        row = {"parameters": parameters, "x": xs, "logProb": [None if np.isneginf(v) else float(v) for v in log],
               "mean": float(d.mean()), "variance": float(d.var())}
        if name not in ("poisson", "negativeBinomial"):
            # SciPy 1.10 finds that of a beta distribution by quadrature, to 1e-11.
            row["entropy"] = entropy_of_beta(**parameters) if name == "beta" else float(d.entropy())
        out[name].append(row)

mean, covariance = [0.5, -1, 2], [[2, 0.5, 0.25], [0.5, 1, -0.125], [0.25, -0.125, 0.75]]
x = [[0, 0, 0], [1, -2, 3], [-4, 5, 0.5]]
m = stats.multivariate_normal(mean, covariance)
vector = {"mean": mean, "covariance": covariance, "x": x, "logProb": m.logpdf(x).tolist(), "entropy": float(m.entropy())}

print(f"// Made by figures.py with SciPy {scipy.__version__}: log densities, null where there are none, moments and entropies.")
print("export const figures =", json.dumps(out, indent=1, ensure_ascii=False), "as const")
print("\nexport const vector =", json.dumps(vector, indent=1))
