"""Times ops of NumPy or PyTorch: expressions come as JSON, CPU nanoseconds for each value go back.

python3 python.py torch < ops.json
"""
import json
import sys
import time

library = sys.argv[1]
import numpy as np

if library == "torch":
    import torch
    import torch.nn.functional as F

    torch.set_num_threads(1)

VALUES = 256 * 1024
given = json.load(sys.stdin)


def measured(run):
    run()
    times = []
    end = time.time() + given["seconds"]
    while time.time() < end or len(times) < 3:
        start = time.process_time_ns()
        run()
        times.append(time.process_time_ns() - start)
    return sorted(times)[len(times) // 2] / VALUES


def made(dtype):
    if library == "torch":
        dtype = getattr(torch, dtype)
        x, y = torch.randn(256, 1024, dtype=dtype), torch.randn(256, 1024, dtype=dtype).abs() + 0.1
        return {"x": x, "y": y, "m": torch.randn(16, 128, 128, dtype=dtype), "b": x > 0}
    draw = np.random.default_rng(1)
    x, y, m = (draw.normal(size=s).astype(dtype) for s in ((256, 1024), (256, 1024), (16, 128, 128)))
    return {"x": x, "y": (np.abs(y) + 0.1).astype(dtype), "m": m, "b": x > 0}


found = {}
for dtype in ("float32", "float64"):
    values = made(dtype)
    for op in given["ops"]:
        code = compile(op["code"], op["name"], "eval")
        scope = {"np": np, **values}
        row = [measured(lambda: eval(code, globals(), scope))]
        if library == "torch" and not op["isFlat"]:
            leaves = {k: v.clone().requires_grad_() for k, v in values.items() if k in op["of"] and k != "b"}
            own = {**scope, **leaves}
            row.append(measured(lambda: torch.autograd.grad(eval(code, globals(), own).sum(), list(leaves.values()))))
        found.setdefault(op["name"], {})[dtype] = row
print(json.dumps({"version": torch.__version__ if library == "torch" else np.__version__, "found": found}))
