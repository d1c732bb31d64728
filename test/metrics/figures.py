"""Writes figures.json: what scikit-learn says of its own tables.

    /usr/bin/python3 test/metrics/figures.py > test/metrics/figures.json

Written with scikit-learn 1.2.1 and scipy 1.10.1 (Debian 12: python3-sklearn, python3-scipy). The predictions are those of plain
models on two columns, for what is good at everything shows nothing. Weights are 1, 2, 3 and 0 by turns.
"""
import json

import numpy as np
import scipy
import sklearn
from scipy.optimize import brentq
from scipy.special import logsumexp, softmax
from sklearn import datasets, metrics
from sklearn.calibration import calibration_curve
from sklearn.linear_model import LinearRegression, LogisticRegression, PoissonRegressor

weights_of = lambda n: np.tile([1.0, 2.0, 3.0, 0.0], n // 4 + 1)[:n]
plain = lambda a: np.asarray(a).tolist()


def classes():
    x, y = datasets.load_wine(return_X_y=True)
    x = x[:, [1, 10]]
    model = LogisticRegression(max_iter=10_000).fit(x, y)
    p, scores = model.predict_proba(x), model.decision_function(x)
    # Rounded: ties, and rows that have the largest score for several classes.
    coarse = np.round(scores)
    w = weights_of(len(y))
    predicted = p.argmax(1)
    indicator = np.eye(3)[y]
    out = {"labels": plain(y), "probabilities": plain(p), "scores": plain(scores), "weights": plain(w)}
    for name, weight in (("plain", None), ("weighted", w)):
        kw = {"sample_weight": weight}
        ones = np.ones(len(y)) if weight is None else weight
        precision, recall, f1, support = metrics.precision_recall_fscore_support(y, predicted, **kw)
        loss = lambda beta: np.average(logsumexp(beta * scores, axis=1) - beta * scores[np.arange(len(y)), y], weights=ones)
        margins = scores - scores[np.arange(len(y)), y][:, None]
        slope = lambda beta: np.average((softmax(beta * scores, axis=1) * margins).sum(1), weights=ones)
        beta = brentq(slope, 1e-3, 1e3, xtol=1e-15, rtol=1e-14)
        out[name] = {
            "accuracy": metrics.accuracy_score(y, predicted, **kw),
            "balancedAccuracy": metrics.balanced_accuracy_score(y, predicted, **kw),
            "logLoss": metrics.log_loss(y, p, **kw),
            "brier": np.average(((p - indicator) ** 2).sum(1), weights=ones),
            "confusion": plain(metrics.confusion_matrix(y, predicted, **kw)),
            "precision": plain(precision),
            "recall": plain(recall),
            "f1": plain(f1),
            "support": plain(support),
            "macro": plain(metrics.precision_recall_fscore_support(y, predicted, average="macro", **kw)[:3]),
            "weightedMeans": plain(metrics.precision_recall_fscore_support(y, predicted, average="weighted", **kw)[:3]),
            "auc": [metrics.roc_auc_score(y == c, coarse[:, c], **kw) for c in range(3)],
            "averagePrecision": [metrics.average_precision_score(y == c, coarse[:, c], **kw) for c in range(3)],
            "temperature": 1 / beta,
            "temperatureLoss": loss(beta),
        }
    return out


def binary():
    x, y = datasets.load_breast_cancer(return_X_y=True)
    x, y = x[::3, [1, 4]], y[::3]
    p = LogisticRegression(C=1000, max_iter=10_000).fit(x, y).predict_proba(x)[:, 1].round(2)
    w = weights_of(len(y))
    out = {"labels": plain(y), "probabilities": plain(p), "weights": plain(w)}
    for name, weight in (("plain", None), ("weighted", w)):
        kw = {"sample_weight": weight}
        fpr, tpr, _ = metrics.roc_curve(y, p, drop_intermediate=False, **kw)
        precision, recall, thresholds = metrics.precision_recall_curve(y, p, **kw)
        out[name] = {
            "brier": metrics.brier_score_loss(y, p, **kw),
            "logLoss": metrics.log_loss(y, p, **kw),
            "auc": metrics.roc_auc_score(y, p, **kw),
            "averagePrecision": metrics.average_precision_score(y, p, **kw),
            "roc": [plain(fpr), plain(tpr)],
            "precisionRecall": [plain(precision), plain(recall), plain(thresholds)],
        }
    observed, predicted = calibration_curve(y, p, n_bins=7)
    out["calibration"] = {"bins": 7, "observed": plain(observed), "predicted": plain(predicted)}
    return out


def numbers():
    x, y = datasets.load_diabetes(return_X_y=True)
    x, y = x[::4, [2, 8]], y[::4]
    w = weights_of(len(y))
    linear = LinearRegression().fit(x, y).predict(x)
    poisson = PoissonRegressor(alpha=0, max_iter=1000).fit(x, y).predict(x)
    out = {"y": plain(y), "linear": plain(linear), "poisson": plain(poisson), "weights": plain(w)}
    for name, weight in (("plain", None), ("weighted", w)):
        kw = {"sample_weight": weight}
        out[name] = {
            "meanSquaredError": metrics.mean_squared_error(y, linear, **kw),
            "meanAbsoluteError": metrics.mean_absolute_error(y, linear, **kw),
            "r2": metrics.r2_score(y, linear, **kw),
            "poissonDeviance": metrics.mean_poisson_deviance(y, poisson, **kw),
        }
    return out


versions = f"scikit-learn {sklearn.__version__}, scipy {scipy.__version__}, numpy {np.__version__}"
print(json.dumps({"source": versions, "classes": classes(), "binary": binary(), "numbers": numbers()}))
