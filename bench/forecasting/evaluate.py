"""Runs `peakdesk forecast` over the rolling-origin tasks and scores it beside the peers' forecasts.

  python3 bench/forecasting/tasks.py DATA build/bench-forecast            # once
  Rscript bench/forecasting/peers.R build/bench-forecast TASK METHODS ...  # once, hours: see peers.sh
  python3 bench/forecasting/evaluate.py build/release/peakdesk build/bench-forecast [--peers peers.csv] [--tasks a,b] [--models x,y]
"""
import argparse
import os
import resource
import subprocess

import score


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("folder")
    parser.add_argument("--peers")
    parser.add_argument("--tasks")
    parser.add_argument("--models")
    parser.add_argument("--markdown", action="store_true")
    arguments = parser.parse_args()
    truth = score.Truth(arguments.folder)
    peers = score.read_peers(arguments.peers) if arguments.peers and os.path.exists(arguments.peers) else {}
    wanted = arguments.tasks.split(",") if arguments.tasks else None
    rows = []
    for task in truth.tasks:
        name = task["name"]
        if wanted and name not in wanted:
            continue
        command = ["nice", "-n", "19", arguments.program, "forecast", os.path.join(arguments.folder, name + ".history.csv"),
                   "--horizon", str(task["horizon"]), "--format", "json", "--threads", "1"]
        if task["country"]:
            command += ["--country", task["country"]]
        if arguments.models:
            command += ["--models", arguments.models]
        started = sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])  # processor time: the machine may be shared
        result = subprocess.run(command, capture_output=True, text=True, check=True)
        seconds = (sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2]) - started) / task["series"]
        points, sums = score.read_json_forecast(result.stdout)
        ours = score.Score()
        per_series = {}
        for key in points:
            one = score.Score()
            for s in (ours, one):
                s.add(truth.future[name, key], points[key], truth.scale[name, key])
            per_series[key] = one.row()["mase"]
            score.score_sums(ours, truth.future[name, key], sums[key])
        row = ours.row()
        row["ms"] = 1000 * seconds
        print(f"{name:14s} n={row['series']:3d} MASE {row['mase']:.3f} sMAPE {row['smape']:6.2f} wMAPE {row['wmape']:6.2f} "
              f"cover {row['c80']:.0f}/{row['c95']:.0f} sums {row['s80'] or 0:.0f}/{row['s95'] or 0:.0f} ({row['sums']}) "
              f"missing {row['missing']} {1000 * seconds:.0f} ms/series", flush=True)
        for method, by_series in sorted(peers.get(name, {}).items()):
            peer = score.Score()
            for key, (took, values) in by_series.items():
                peer.add(truth.future[name, key], values, truth.scale[name, key])
                peer.seconds.append(took)
            p = peer.row()
            same = sum(per_series[key] for key in by_series if key in per_series) / max(len(by_series), 1)
            print(f"    {method:12s} n={p['series']:3d} MASE {p['mase']:.3f} (ours there {same:.3f}, ratio {same / p['mase']:.2f}) "
                  f"cover {p['c80']:.0f}/{p['c95']:.0f} {p['seconds']:.2f} s/series", flush=True)
            rows.append((task, method, p, same))
        rows.append((task, "peakdesk", row, row["mase"]))
    if arguments.markdown:
        write_markdown(rows)
    return rows


GROUP_ORDER = ("ts-m4", "ts-contacts", "ts-online-retail", "ts-web-retail", "ts-walmart-weekly")


def write_markdown(rows):
    """One table by task and peer, and one by set: mean over tasks of the ratio of MASE, ours to the peer's on the same series."""
    print("\n| task | series | ours MASE | sMAPE | wMAPE | 80/95 % points | 80/95 % week sums | ms a series |")
    print("|---|---|---|---|---|---|---|---|")
    for task, method, row, _ in rows:
        if method != "peakdesk":
            continue
        sums = f"{row['s80']:.0f} / {row['s95']:.0f} of {row['sums']}" if row["s80"] is not None else "-"
        print(f"| {task['name']} | {row['series']} | {row['mase']:.3f} | {row['smape']:.2f} | {row['wmape']:.2f} | "
              f"{row['c80']:.0f} / {row['c95']:.0f} | {sums} | {row['ms']:.0f} |")
    methods = sorted({method for _, method, _, _ in rows if method != "peakdesk"})
    print("\nRatio of MASE, ours to the peer's, over the series that the peer delivered (their number behind it); below 1 is better.\n")
    print("| task | " + " | ".join(methods) + " |")
    print("|---|" + "---|" * len(methods))
    names = []
    for task, _, _, _ in rows:
        if task["name"] not in names:
            names.append(task["name"])
    for name in names:
        cells = []
        for method in methods:
            found = [(row, same) for task, m, row, same in rows if task["name"] == name and m == method]
            cells.append(f"{found[0][1] / found[0][0]['mase']:.2f} ({found[0][0]['series']})" if found and found[0][0]["mase"] else "-")
        print(f"| {name} | " + " | ".join(cells) + " |")
    print("\n| set | " + " | ".join(methods) + " |")
    print("|---|" + "---|" * len(methods))
    for group in GROUP_ORDER:
        cells = []
        for method in methods:
            ratios = [same / row["mase"] for task, m, row, same in rows if task["group"] == group and m == method and row["mase"]]
            cells.append(f"{sum(ratios) / len(ratios):.2f}" if ratios else "-")
        print(f"| {group} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
