"""Adds what statsmodels says of the same tables: python3 test/models/inference/figures.py out/figures-r.json > test/models/inference/figures.json

Debian's python3-statsmodels.
"""
import json
import sys
import numpy as np
import statsmodels
import statsmodels.api as sm

figures = json.load(open(sys.argv[1]))
figures["sources"] = [figures.pop("source"), f"statsmodels {statsmodels.__version__}"]


def design(table):
    x = np.array(table["x"]).reshape(table["rows"], -1)
    return sm.add_constant(x), np.array(table["y"])


def fit_of(r):
    flat = lambda v: np.asarray(v).T.ravel().tolist()
    return {"estimates": flat(r.params), "errors": flat(r.bse), "statistics": flat(r.tvalues), "p": flat(r.pvalues),
            "logLik": [r.llf], "null": [getattr(r, "llnull", None)], "intervals": np.asarray(r.conf_int()).reshape(-1, 2).ravel().tolist()}


for name in ("logistic", "multinomial"):
    x, y = design(figures[name]["table"])
    model = sm.Logit(y, x) if name == "logistic" else sm.MNLogit(y, x)
    r = model.fit(method="newton", tol=1e-14, maxiter=200, disp=0)
    figures[name]["statsmodels"] = {**fit_of(r), "pseudoR2": [r.prsquared], "ratio": [r.llr, r.llr_pvalue]}
for name in ("longley",):
    x, y = design(figures[name]["table"])
    figures[name]["statsmodels"] = fit_of(sm.OLS(y, x).fit())
x, y = design(figures["poisson"]["table"])
r = sm.Poisson(y, x).fit(method="newton", tol=1e-14, maxiter=200, disp=0)
figures["poisson"]["statsmodels"] = {**fit_of(r), "pseudoR2": [r.prsquared], "ratio": [r.llr, r.llr_pvalue]}
print(json.dumps(figures))
