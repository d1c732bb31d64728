"""Writes tables.npz, the tables that README.md describes: /usr/bin/python3 test/models/published/tables.py

Debian's python3-sklearn and python3-statsmodels; Rscript with r-cran-mlbench and r-cran-mass.
"""
import io
import pathlib
import subprocess
import numpy as np
import pandas as pd
import sklearn.datasets
import statsmodels.api as sm

HERE = pathlib.Path(__file__).parent


def of_r(package, name):
    """A data frame of an R package."""
    out = subprocess.run(
        ["Rscript", "-e", f'd <- get(data({name}, package = "{package}")); write.csv(d, stdout(), row.names = FALSE)'],
        check=True, capture_output=True, text=True).stdout
    return pd.read_csv(io.StringIO(out))


def of_mlbench(name, label):
    """Features as they are, and the label's place among its sorted values."""
    frame = of_r("mlbench", name)
    return frame.drop(columns=label).to_numpy(), np.unique(frame[label], return_inverse=True)[1]


def of_sklearn(load, **options):
    return load(return_X_y=True, **options)


def anes96():
    data = sm.datasets.anes96.load_pandas()
    return data.exog.to_numpy(), data.endog.to_numpy()


def longley():
    data = sm.datasets.longley.load_pandas()
    return data.exog.to_numpy(), data.endog.to_numpy()


def randhie():
    data = sm.datasets.randhie.load_pandas()
    return data.exog.to_numpy(), data.endog.to_numpy()


def ships():
    """Indicators for type B to E, years of construction 65, 70, 75 and years of operation 75; last the months of service."""
    d = of_r("MASS", "ships")
    d = d[d.service > 0]
    columns = [d.type == t for t in "BCDE"] + [d.year == y for y in (65, 70, 75)] + [d.period == 75, d.service]
    return np.column_stack(columns), d.incidents.to_numpy()


def compact(values):
    """The same numbers in the smallest type that holds them, in the order that packs better: bytes by rows, others by columns."""
    values = np.asarray(values)
    for dtype in (np.uint8, np.int16, np.int32):
        with np.errstate(invalid="ignore"):
            small = values.astype(dtype)
        if np.array_equal(small, values):
            return np.ascontiguousarray(small) if dtype is np.uint8 else np.asfortranarray(small)
    return np.asfortranarray(values, dtype=np.float64)


TABLES = {
    "iris": of_sklearn(sklearn.datasets.load_iris),
    "wine": of_sklearn(sklearn.datasets.load_wine),
    "cancer": of_sklearn(sklearn.datasets.load_breast_cancer),
    "digits": of_sklearn(sklearn.datasets.load_digits),
    "diabetes": of_sklearn(sklearn.datasets.load_diabetes, scaled=False),
    "pima": of_mlbench("PimaIndiansDiabetes", "diabetes"),
    "glass": of_mlbench("Glass", "Type"),
    "vehicle": of_mlbench("Vehicle", "Class"),
    "vowel": of_mlbench("Vowel", "Class"),
    "satellite": of_mlbench("Satellite", "classes"),
    "letter": of_mlbench("LetterRecognition", "lettr"),
    "anes96": anes96(),
    "longley": longley(),
    "randhie": randhie(),
    "ships": ships(),
}

if __name__ == "__main__":
    np.savez_compressed(
        HERE / "tables.npz",
        **{f"{name}.{part}": compact(values) for name, pair in TABLES.items() for part, values in zip("xy", pair)})
    for name, (x, y) in TABLES.items():
        print(name, x.shape, compact(x).dtype, compact(y).dtype)
