"""Writes figures.json, what other libraries find on tables.npz: see README.md for how, on Debian 12.

Debian's python3-sklearn and python3-statsmodels; Rscript with r-cran-glmnet. A fit is described as a test of ours needs it;
each of its figures says who found it, how, and how far from 0 the gradient of its loss is there.
"""
import json
import math
import pathlib
import subprocess
import sys
import tempfile
import warnings
import numpy as np
import scipy.special
import sklearn
import statsmodels
import statsmodels.api as sm
from sklearn.linear_model import ElasticNet, Lasso, LogisticRegression, PoissonRegressor, Ridge

warnings.simplefilter("ignore")
HERE = pathlib.Path(__file__).parent
TABLES = np.load(HERE / "tables.npz")


class Fit:
    """A fit of a table: which rows and columns, the model and its penalties."""

    def __init__(self, table, model, l1=0, l2=0, standardize=False, rows=None, columns=None, offset=False, whole=False):
        self.said = {"table": table, "model": model, "l1": l1, "l2": l2, "standardize": standardize, "rows": rows,
                     "columns": columns, "offset": offset, "whole": whole}
        self.said = {key: value for key, value in self.said.items() if value or key in ("table", "model")}
        x = TABLES[f"{table}.x"].astype(float)
        y = TABLES[f"{table}.y"].astype(float)
        if rows:
            x, y = x[rows[0]:rows[1]], y[rows[0]:rows[1]]
        self.offset = np.log(x[:, -1]) if offset else None
        if offset:
            x = x[:, :-1]
        x = x[:, :columns]
        if model in ("softmax", "logistic"):
            y = np.unique(y, return_inverse=True)[1].astype(float)
        self.raw, self.y, self.model, self.l1, self.l2, self.standardize = x, y, model, l1, l2, standardize
        self.center, self.scale = x.mean(0), x.std(0)
        self.scale[self.scale == 0] = 1
        self.z = (x - self.center) / self.scale
        self.x = self.z if standardize else x
        self.n = len(y)
        self.figures = []

    def scores(self, theta, bias):
        h = self.x @ theta + bias
        return h if self.offset is None else h + self.offset[:, None]

    def expected(self, h):
        return {"softmax": lambda: scipy.special.softmax(h, axis=1), "logistic": lambda: scipy.special.expit(h),
                "linear": lambda: h, "poisson": lambda: np.exp(h)}[self.model]()

    def losses(self, h):
        if self.model == "softmax":
            return scipy.special.logsumexp(h, axis=1) - h[np.arange(self.n), self.y.astype(int)]
        h = h[:, 0]
        return {"logistic": lambda: np.logaddexp(0, h) - self.y * h, "linear": lambda: (self.y - h) ** 2 / 2,
                "poisson": lambda: np.exp(h) - self.y * h}[self.model]()

    def objective(self, theta, bias):
        loss = math.fsum(self.losses(self.scores(theta, bias))) / self.n
        return loss + self.l1 * np.abs(theta).sum() + self.l2 / 2 * (theta ** 2).sum()

    def gradient(self, theta, bias):
        """The largest slope for columns of deviation 1, where |θ| has one at all."""
        y = np.eye(theta.shape[1])[self.y.astype(int)] if self.model == "softmax" else self.y[:, None]
        apart = (self.expected(self.scores(theta, bias)) - y) / self.n
        g = self.x.T @ apart + self.l2 * theta + self.l1 * np.sign(theta)
        if not self.standardize:
            g = (g - self.center[:, None] * apart.sum(0)) / self.scale[:, None]
        return max(np.abs(g[theta != 0]).max(initial=0), np.abs(apart.sum(0)).max())

    def add(self, by, theta, bias, errors=None):
        """theta : [d, k], bias : [k], for the columns as the fit takes them; errors : a row for each class, the intercept first"""
        if self.model == "softmax":
            bias = bias - bias.mean()
            if not self.l1:
                theta = theta - theta.mean(1, keepdims=True)
        figure = {"by": by, "objective": self.objective(theta, bias), "gradient": float(f"{self.gradient(theta, bias):.1e}"),
                  "coefficients": digits(theta), "intercepts": digits(bias)}
        if errors is not None:
            figure["errors"] = digits(errors)
        print(self.said, by, figure["objective"], figure["gradient"], file=sys.stderr, flush=True)
        self.figures.append(figure)
        return self

    def back(self, theta, bias):
        """Parameters for columns of deviation 1 as those for the columns that the fit takes."""
        if self.standardize:
            return theta, bias
        theta = theta / self.scale[:, None]
        return theta, bias - self.center @ theta

    def newton_cg(self):
        """On columns of deviation 1 where no penalty knows the units, for newton-cg is slow on others."""
        x = self.z if self.l2 == 0 else self.x
        settings = {"penalty": None} if self.l2 == 0 else {"C": 1 / (self.n * self.l2)}
        multi = {"multi_class": "multinomial"} if self.model == "softmax" else {}
        r = LogisticRegression(solver="newton-cg", tol=1e-12, max_iter=10000, **settings, **multi).fit(x, self.y)
        theta, bias = r.coef_.T, r.intercept_
        return self.add(f"scikit-learn {sklearn.__version__}, newton-cg, tol=1e-12", *(self.back(theta, bias) if self.l2 == 0 else (theta, bias)))

    def regressor(self, how, r):
        r.fit(self.x, self.y)
        return self.add(f"scikit-learn {sklearn.__version__}, {how}", r.coef_[:, None], np.array([r.intercept_]))

    def saga(self):
        n, weight = self.n, self.l1 + self.l2
        r = LogisticRegression(solver="saga", penalty="elasticnet", l1_ratio=self.l1 / weight, C=1 / (n * weight), tol=1e-13,
                               max_iter=1000000, multi_class="multinomial" if self.model == "softmax" else "ovr", random_state=0)
        r.fit(self.x, self.y)
        return self.add(f"scikit-learn {sklearn.__version__}, saga, tol=1e-13", r.coef_.T, r.intercept_)

    def glmnet(self):
        """Its lambda and alpha; for y of deviation 1, to which glmnet brings it, l2 counts that much more."""
        unit = self.y.std() if self.model == "linear" else 1
        weight = self.l1 + self.l2 * unit
        family = {"softmax": "multinomial", "logistic": "binomial", "linear": "gaussian", "poisson": "poisson"}[self.model]
        with tempfile.TemporaryDirectory() as folder:
            path = lambda name, values: np.savetxt(f"{folder}/{name}", values, delimiter=",", fmt="%.17g") or f"{folder}/{name}"
            out = subprocess.run(
                ["Rscript", str(HERE / "glmnet.R"), path("x", self.x), path("y", self.y),
                 "-" if self.offset is None else path("offset", self.offset), family, repr(self.l1 / weight), repr(weight), "FALSE"],
                check=True, capture_output=True, text=True).stdout.strip().split("\n")
        theta = np.array([[float(v) for v in line.split()] for line in out[2:]]).T
        return self.add(f"glmnet {out[0].strip()}, thresh=1e-20", theta, np.array([float(v) for v in out[1].split()]))

    def statsmodels(self):
        """From where Newton's method on columns of deviation 1 ends; statsmodels goes on in the units of the table."""
        by = f"statsmodels {statsmodels.__version__}, "
        x = sm.add_constant(self.raw, has_constant="add")
        if self.model == "linear":
            r = sm.OLS(self.y, x).fit()
            return self.add(by + "OLS", r.params[1:, None], r.params[:1], r.bse)
        if self.model == "poisson":
            r = sm.GLM(self.y, x, family=sm.families.Poisson(), offset=self.offset).fit(tol=1e-15, maxiter=200)
            return self.add(by + "GLM Poisson", r.params[1:, None], r.params[:1], r.bse)
        theta, bias = self.back(*self.newton())
        start = np.concatenate([bias[None], theta])
        name, model = ("Logit", sm.Logit(self.y, x)) if self.model == "logistic" else ("MNLogit", sm.MNLogit(self.y, x))
        r = model.fit(method="newton", start_params=start.ravel(order="F"), tol=1e-13, maxiter=10, disp=0)
        params = np.asarray(r.params).reshape(start.shape)
        errors = np.asarray(r.bse).reshape(start.shape).T
        none = np.zeros((len(start), 1)) if self.model == "softmax" else np.zeros((len(start), 0))
        params = np.hstack([none, params])
        return self.add(by + name, params[1:], params[0], errors)

    def newton(self):
        """Damped, against the first class: where to start statsmodels, whose own steps overflow from 0 on some tables."""
        z = np.column_stack([np.ones(self.n), self.z])
        k = int(self.y.max())
        y = np.eye(k + 1)[self.y.astype(int)]
        b = np.zeros((z.shape[1], k))
        loss = lambda b: math.fsum(scipy.special.logsumexp(h := np.hstack([np.zeros((self.n, 1)), z @ b]), axis=1) - (h * y).sum(1))
        for _ in range(100):
            p = scipy.special.softmax(np.hstack([np.zeros((self.n, 1)), z @ b]), axis=1)[:, 1:]
            g = z.T @ (p - y[:, 1:])
            h = np.block([[z.T @ (z * (p[:, a] * ((a == c) - p[:, c]))[:, None]) for c in range(k)] for a in range(k)])
            step = np.linalg.solve(h, g.T.ravel()).reshape(k, -1).T
            t, now = 1.0, loss(b)
            while not loss(b - t * step) <= now + 1e-12 * abs(now):
                t /= 2
            b = b - t * step
            if np.abs(step).max() < 1e-10 * max(1, np.abs(b).max()):
                return b[1:], b[0]
        raise RuntimeError("no optimum in 100 steps: separated?")


def digits(values):
    """12 significant digits, which is more than any comparison needs."""
    return [float(f"{v:.12g}") for v in np.asarray(values).ravel()]


def fits():
    # Without a penalty: the optimum and standard errors.
    yield Fit("iris", "logistic", rows=[50, 150]).newton_cg().statsmodels()
    yield Fit("cancer", "logistic", columns=10).newton_cg().statsmodels()
    yield Fit("pima", "logistic").newton_cg().statsmodels()
    yield Fit("anes96", "softmax").newton_cg().statsmodels()
    yield Fit("vehicle", "softmax").newton_cg().statsmodels()
    yield Fit("vowel", "softmax").newton_cg().statsmodels()
    yield Fit("satellite", "softmax", whole=True).newton_cg().statsmodels()
    yield Fit("letter", "softmax", whole=True).statsmodels()
    yield Fit("diabetes", "linear").statsmodels()
    yield Fit("longley", "linear").statsmodels()
    yield Fit("randhie", "poisson").statsmodels()
    yield Fit("ships", "poisson", offset=True).statsmodels()
    # l2.
    yield Fit("iris", "softmax", l2=1 / 150).newton_cg().glmnet()
    yield Fit("wine", "softmax", l2=1 / 178, standardize=True).newton_cg().glmnet()
    yield Fit("cancer", "logistic", l2=1 / 569, standardize=True).newton_cg().glmnet()
    yield Fit("glass", "softmax", l2=0.01, standardize=True).newton_cg().glmnet()
    yield Fit("digits", "softmax", l2=1 / 1797, whole=True).newton_cg()
    yield Fit("letter", "softmax", l2=1 / 20000, whole=True).newton_cg()
    yield Fit("diabetes", "linear", l2=0.1, standardize=True).regressor("Ridge, cholesky", Ridge(alpha=44.2, solver="cholesky")).glmnet()
    yield Fit("randhie", "poisson", l2=0.01, standardize=True).regressor(
        "PoissonRegressor, newton-cholesky, tol=1e-14", PoissonRegressor(alpha=0.01, solver="newton-cholesky", tol=1e-14, max_iter=1000))
    # l1 and both.
    yield Fit("diabetes", "linear", l1=2, standardize=True).regressor("Lasso, tol=1e-14", Lasso(alpha=2, tol=1e-14, max_iter=1000000)).glmnet()
    yield Fit("diabetes", "linear", l1=1, l2=0.05, standardize=True).regressor(
        "ElasticNet, tol=1e-14", ElasticNet(alpha=1.05, l1_ratio=1 / 1.05, tol=1e-14, max_iter=1000000)).glmnet()
    yield Fit("pima", "logistic", l1=0.01, l2=0.01, standardize=True).saga().glmnet()
    yield Fit("iris", "softmax", l1=0.01, standardize=True).saga().glmnet()
    yield Fit("glass", "softmax", l1=0.01, standardize=True).saga().glmnet()
    yield Fit("ships", "poisson", l1=0.01, l2=0.01, standardize=True, offset=True).glmnet()


if __name__ == "__main__":
    print("[\n" + ",\n".join(json.dumps({**fit.said, "figures": fit.figures}) for fit in fits()) + "\n]",
          file=open(HERE / "figures.json", "w"))
