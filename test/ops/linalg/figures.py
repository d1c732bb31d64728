# Figures of linear algebra for small fixed matrices, by NumPy, SciPy and mpmath: writes figures.ts beside it.
#   /usr/bin/python3 test/ops/linalg/figures.py && npx biome format --write test/ops/linalg/figures.ts
import json
import os

import mpmath
import numpy as np
import scipy
import scipy.linalg

mpmath.mp.dps = 50

A = [[4.0, -2.0, 1.0], [3.0, 6.0, -4.0], [2.0, 1.0, 8.0]]
S = [[6.0, 2.0, 1.0, -1.0], [2.0, 5.0, 0.5, 2.0], [1.0, 0.5, 4.0, 0.25], [-1.0, 2.0, 0.25, 3.0]]
T = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.5], [-7.0, 8.0]]
B = [12.0, -25.0, 32.0]
C = [1.0, -1.0, 2.0, 0.5]
E = [[0.0, 6.0, 0.0], [-6.0, -0.5, 2.0], [1.0, 0.0, -3.0]]
hilbert = [[1.0 / (i + j + 1) for j in range(6)] for i in range(6)]


def to_list(m):
    return [[float(m[i, j]) for j in range(m.cols)] for i in range(m.rows)]


mA, mE = mpmath.matrix(A), mpmath.matrix(E)
q, r = np.linalg.qr(np.array(T))
w = np.linalg.eigvalsh(np.array(S))
u, s, vt = np.linalg.svd(np.array(T), full_matrices=False)
figures = {
    "A": A, "S": S, "T": T, "B": B, "C": C, "E": E,
    # mpmath, to the last digit of float64
    "solveAB": [float(v) for v in mpmath.lu_solve(mA, mpmath.matrix(B))],
    "inverseA": to_list(mA**-1),
    "determinantA": float(mpmath.det(mA)),
    "logDeterminantS": float(mpmath.log(mpmath.det(mpmath.matrix(S)))),
    "choleskyS": to_list(mpmath.cholesky(mpmath.matrix(S))),
    "eigenvaluesS": sorted(float(v) for v in mpmath.eigsy(mpmath.matrix(S), eigvals_only=True)),
    "singularT": [float(v) for v in mpmath.svd_r(mpmath.matrix(T), compute_uv=False)],
    "lstsqTC": [float(v) for v in mpmath.qr_solve(mpmath.matrix(T), mpmath.matrix(C))[0]],
    "expmE": to_list(mpmath.expm(mE)),
    "powerA5": to_list(mA**5),
    "logDeterminantHilbert6": float(mpmath.log(mpmath.det(mpmath.matrix(hilbert)))),
    # NumPy
    "qT": q.tolist(), "rT": r.tolist(), "uT": u.tolist(), "vtT": vt.tolist(),
    "eigenvectorsS": np.linalg.eigh(np.array(S))[1].tolist(),
    "kronAT": np.kron(np.array(A), np.array(T)).tolist()[0],
    "crossBA": np.cross(np.array(B), np.array(A[1])).tolist(),
    # SciPy: the Fréchet derivative of exp at E along A
    "frechetEA": scipy.linalg.expm_frechet(np.array(E), np.array(A), compute_expm=False).tolist(),
}
out = os.path.join(os.path.dirname(os.path.abspath(__file__)), "figures.ts")
with open(out, "w") as f:
    f.write(f"// Written by figures.py with NumPy {np.__version__}, SciPy {scipy.__version__} and mpmath {mpmath.__version__} (50 digits).\n")
    f.write("export const figures = " + json.dumps(figures, indent=2) + "\n")
