"""What numpy, scikit-learn and torch take on this machine for the work of bench/processor.ts, as JSON on the standard output.

Each piece is run with one thread and with all cores, in processes of their own, for libraries read the number of threads when they start. A library that
is not installed is left out. Sizes and forms are those of bench/processor.ts; data are normal numbers, not the same ones.
"""
import argparse
import json
import os
import subprocess
import sys
import time


def median(work, runs):
    work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return sorted(times)[len(times) // 2]


def numpy_pieces():
    import numpy as np

    rng = np.random.default_rng(1)

    def nearest():
        x = rng.standard_normal((65536, 128), dtype=np.float32)
        c = rng.standard_normal((256, 128), dtype=np.float32)
        return lambda: ((c * c).sum(1) / 2 - x @ c.T).argmin(1)

    def lloyd():
        x = rng.standard_normal((16384, 128), dtype=np.float32)
        c = x[:256].copy()

        def run():
            codes = ((c * c).sum(1) / 2 - x @ c.T).argmin(1)
            order = np.argsort(codes, kind="stable")
            starts = np.searchsorted(codes[order], np.arange(256))
            return np.add.reduceat(x[order], np.minimum(starts, len(x) - 1), axis=0)

        return run

    return np.__version__, {"nearest code 65,536 x 128, 256": nearest, "k-means pass 16,384 x 128, 256": lloyd}


def sklearn_pieces():
    import numpy as np
    import sklearn
    from sklearn.cluster import KMeans
    from sklearn.mixture import GaussianMixture

    rng = np.random.default_rng(1)

    def lloyd():
        x = rng.standard_normal((16384, 128)).astype(np.float32)
        few = KMeans(256, init=x[:256], n_init=1, max_iter=2, tol=0)
        many = KMeans(256, init=x[:256], n_init=1, max_iter=12, tol=0)
        return ("difference", lambda: few.fit(x), lambda: many.fit(x), 10)

    def em(spread):
        def make():
            means = spread * rng.standard_normal((128, 128))
            x = rng.standard_normal((16384, 128)) + means[np.arange(16384) % 128]
            mixture = GaussianMixture(128, covariance_type="diag", max_iter=1, means_init=means, weights_init=np.full(128, 1 / 128), precisions_init=np.ones((128, 128)))
            mixture._initialize(x, np.full((16384, 128), 1 / 128))

            def run():
                _, responsibilities = mixture._e_step(x)
                mixture._m_step(x, responsibilities)

            return run

        return make

    import warnings

    warnings.filterwarnings("ignore")
    return sklearn.__version__, {
        "k-means pass 16,384 x 128, 256": lloyd,
        "EM pass 16,384 x 128, 128, overlapping": em(0.3),
        "EM pass 16,384 x 128, 128, apart": em(4),
    }


def torch_pieces():
    import torch

    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    torch.manual_seed(1)

    def nearest():
        x, c = torch.randn(65536, 128), torch.randn(256, 128)

        def run():
            with torch.no_grad():
                return ((c * c).sum(1) / 2 - x @ c.T).argmin(1)

        return run

    def rqvae(widths, codes):
        def make():
            def network(sizes):
                layers = []
                for a, b in zip(sizes, sizes[1:]):
                    layers += [torch.nn.Linear(a, b), torch.nn.ReLU()]
                return torch.nn.Sequential(*layers[:-1])

            encoder, decoder = network(widths), network(widths[::-1])
            books = [torch.nn.Parameter(torch.randn(codes, widths[-1])) for _ in range(3)]
            optimizer = torch.optim.AdamW([*encoder.parameters(), *decoder.parameters(), *books], lr=1e-3, weight_decay=1e-4)
            data = torch.randn(4096, widths[0])

            def run():
                x = data[torch.randint(4096, (256,))]
                z = encoder(x)
                e, loss, total = z, 0, 0
                for book in books:
                    with torch.no_grad():
                        code = ((book * book).sum(1) / 2 - e.detach() @ book.T).argmin(1)
                    q = book[code]
                    loss = loss + ((e.detach() - q) ** 2).sum(1).mean() + 0.25 * ((e - q.detach()) ** 2).sum(1).mean()
                    e, total = e - q.detach(), total + q.detach()
                y = decoder(z + (total - z).detach())
                loss = loss + ((y - x) ** 2).sum(1).mean()
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()

            return run

        return make

    return torch.__version__, {
        "nearest code 65,536 x 128, 256": nearest,
        "RQ-VAE step 256-512-256-128-32, 3 x 256": rqvae([256, 512, 256, 128, 32], 256),
        "RQ-VAE step 32-512-64, 3 x 64": rqvae([32, 512, 64], 64),
        "RQ-VAE step 128-512-64, 3 x 64": rqvae([128, 512, 64], 64),
    }


LIBRARIES = {"numpy": numpy_pieces, "scikit-learn": sklearn_pieces, "torch": torch_pieces}


def measure(library, runs):
    version, pieces = LIBRARIES[library]()
    times = {}
    for name, make in pieces.items():
        work = make()
        if isinstance(work, tuple):
            # A pass is what ten more iterations take, over ten: fits also check and start.
            _, few, many, passes = work
            times[name] = (median(many, runs) - median(few, runs)) / passes
        else:
            # Steps of a few milliseconds settle only after some.
            for _ in range(3):
                work()
            times[name] = median(work, runs * (1 if "pass" in name or "nearest" in name else 20))
    return {"version": version, "times": times}


def child(library, threads, runs):
    surroundings = {**os.environ, **{name: str(threads) for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}}
    done = subprocess.run([sys.executable, __file__, "--library", library, "--runs", str(runs)], env=surroundings, capture_output=True, text=True)
    return json.loads(done.stdout) if done.returncode == 0 else None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--library", choices=LIBRARIES)
    given = parser.parse_args()
    if given.library:
        print(json.dumps(measure(given.library, given.runs)))
        return
    libraries, rows = {}, []
    cores = os.cpu_count() or 1
    for library in LIBRARIES:
        one, every = child(library, 1, given.runs), child(library, cores, given.runs)
        if not one or not every:
            continue
        libraries[library] = one["version"]
        rows += [{"name": name, "library": library, "one": one["times"][name], "all": every["times"][name]} for name in one["times"]]
    print(json.dumps({"libraries": libraries, "rows": rows}))


main()
