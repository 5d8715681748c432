#!/usr/bin/env python3
"""Runs the peers of the proof table, scikit-learn and faiss, on the same rows as Residua and writes their figures as JSON.

    RESIDUA_SHARED=DIR python3 scripts/peers.py --out bench/peers.json [--only KEY[,KEY]]

DIR holds data/sift-5k and data/amazon-industrial. Needs numpy, scikit-learn and faiss (Debian: python3-sklearn python3-faiss). Nothing is
centred or scaled; rows that are all zero are left out. Errors are in-sample and from the codes alone:

    energy[l] = sum |x - sum of the first l+1 codewords|^2 / sum |x - mean|^2

residual k-means: KMeans(K, init="k-means++", n_init=1, max_iter=100, tol=1e-4), level by level on what is left.
faiss: ResidualQuantizer with its defaults but for the beam; `beam B`: fitted and encoded with beam B; `fit 1, encode B`: fitted greedily.
mixture: GaussianMixture(K, "diag", init_params="kmeans", reg_covar=1e-6, tol=1e-3, max_iter=100), hard mean hand-over to the next level;
the log-likelihood is the mean per row of the final mixture (score), of each level on that level's own residuals.
A cell of the table that is in the file already is not run again.
"""
import argparse
import json
import os
import platform
import sys
import time
import warnings

FILES = {"sift": "data/sift-5k/sift_5000x128_u8.npy", "text": "data/amazon-industrial/item_lsa_256.npy"}
CODES = [64, 256]
LEVELS = 3
SEEDS = [1, 2, 3]
BEAMS = [1, 5]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", default="bench/peers.json")
    parser.add_argument("--only", default="", help="keys such as sift/64/kmeans/1, or a beginning of them")
    options = parser.parse_args()
    shared = os.environ.get("RESIDUA_SHARED")
    if not shared:
        sys.exit("RESIDUA_SHARED names no folder: set it to the one that holds data/.")
    try:
        import faiss
        import numpy
        import sklearn
    except ImportError as missing:
        sys.exit(f"{missing}. Debian: apt-get install python3-sklearn python3-faiss, then /usr/bin/python3 {sys.argv[0]}")

    book = read(options.out)
    book["programs"] = {
        "python": platform.python_version(), "numpy": numpy.__version__, "scikit-learn": sklearn.__version__, "faiss": faiss.__version__,
    }
    for key, work in jobs(shared):
        if key in book["runs"] or not any(key.startswith(start) for start in options.only.split(",")):
            continue
        started = time.process_time()
        book["runs"][key] = {**work(), "cpuSeconds": round(time.process_time() - started, 1)}
        write(options.out, book)
        print(key, json.dumps(book["runs"][key]), flush=True)


def jobs(shared):
    """(key, function) of every cell: FILE/K/PROGRAM/SEED."""
    for file, path in FILES.items():
        rows = read_rows(f"{shared}/{path}")
        for codes in CODES:
            for seed in SEEDS:
                yield f"{file}/{codes}/kmeans/{seed}", lambda r=rows, k=codes, s=seed: residual_kmeans(r, k, s)
                for beam in BEAMS:
                    yield f"{file}/{codes}/faiss-{beam}-{beam}/{seed}", lambda r=rows, k=codes, s=seed, b=beam: faiss_quantizer(r, k, s, b, b)
                yield f"{file}/{codes}/faiss-1-{BEAMS[-1]}/{seed}", lambda r=rows, k=codes, s=seed: faiss_quantizer(r, k, s, 1, BEAMS[-1])
                yield f"{file}/{codes}/mixture/{seed}", lambda r=rows, k=codes, s=seed: mixtures(r, k, s)


def residual_kmeans(rows, codes, seed):
    from sklearn.cluster import KMeans

    left, energy = rows, []
    for level in range(LEVELS):
        fit = KMeans(codes, init="k-means++", n_init=1, max_iter=100, tol=1e-4, random_state=1000 * seed + level).fit(left)
        left = left - fit.cluster_centers_[fit.labels_]
        energy.append(share(left, rows))
    return {"energy": energy}


def faiss_quantizer(rows, codes, seed, fit_beam, encode_beam):
    import faiss
    import numpy

    bits = codes.bit_length() - 1
    quantizer = faiss.ResidualQuantizer(rows.shape[1], LEVELS, bits)
    quantizer.max_beam_size = fit_beam
    quantizer.cp.seed = seed
    data = numpy.ascontiguousarray(rows, dtype="float32")
    quantizer.train(data)
    quantizer.max_beam_size = encode_beam
    picked = unpack(quantizer.compute_codes(data), bits, rows.shape[0])
    books = faiss.vector_to_array(quantizer.codebooks).reshape(LEVELS, codes, rows.shape[1]).astype("float64")
    left, energy = rows, []
    for level in range(LEVELS):
        left = left - books[level][picked[:, level]]
        energy.append(share(left, rows))
    return {"energy": energy}


def mixtures(rows, codes, seed):
    from sklearn.mixture import GaussianMixture

    left, energy, likelihood, passes, bounds = rows, [], [], [], []
    for level in range(LEVELS):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the limit of passes is stated, and so is whether it was met
            fit = GaussianMixture(codes, covariance_type="diag", init_params="kmeans", reg_covar=1e-6, tol=1e-3, max_iter=100, random_state=1000 * seed + level).fit(left)
        likelihood.append(float(fit.score(left)))
        bounds.append(float(fit.lower_bound_))
        passes.append(int(fit.n_iter_))
        left = left - fit.means_[fit.predict(left)]
        energy.append(share(left, rows))
    return {"energy": energy, "logLikelihood": likelihood, "lowerBound": bounds, "passes": passes}


def read_rows(path):
    import numpy

    rows = numpy.load(path).astype("float64")
    return rows[numpy.abs(rows).sum(axis=1) > 0]


def unpack(packed, bits, count):
    """Codes [n, levels] from faiss' bit strings, lowest bits first."""
    import numpy

    stream = numpy.unpackbits(packed, axis=1, bitorder="little")[:, : LEVELS * bits].reshape(count, LEVELS, bits)
    return (stream * (1 << numpy.arange(bits))).sum(axis=2)


def share(left, rows):
    return float((left**2).sum() / ((rows - rows.mean(axis=0)) ** 2).sum())


def read(path):
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except FileNotFoundError:
        return {"programs": {}, "runs": {}}


def write(path, book):
    with open(f"{path}.part", "w", encoding="utf-8") as file:
        json.dump(book, file, indent=1)
        file.write("\n")
    os.replace(f"{path}.part", path)


if __name__ == "__main__":
    main()
