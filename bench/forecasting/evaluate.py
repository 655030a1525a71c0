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
    whole = score.Score()  # all test points of all tasks
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
            for s in (ours, one, whole):
                s.add(truth.future[name, key], points[key], truth.scale[name, key])
            per_series[key] = one.row()["mase"]
            for s in (ours, whole):
                score.score_sums(s, truth.future[name, key], sums[key])
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
    w = whole.row()
    print(f"all test points ({whole.with_interval}): cover {w['c80']:.1f}/{w['c95']:.1f} sums {w['s80'] or 0:.1f}/{w['s95'] or 0:.1f} ({w['sums']})")
    if arguments.markdown:
        write_markdown(rows)
    return rows


GROUP_ORDER = ("ts-m4", "ts-contacts", "ts-online-retail", "ts-web-retail", "ts-walmart-weekly")


def mean(values):
    return sum(values) / len(values)


def write_markdown(rows):
    """Ours by task; the peers by task with the ratio of ours to theirs; means by set and over all; processor time."""
    ours = {task["name"]: row for task, method, row, _ in rows if method == "peakdesk"}
    print("\n| task | series | MASE | sMAPE | wMAPE | 80/95 % points | 80/95 % sums | ms a series |")
    print("|---|---|---|---|---|---|---|---|")
    for name, row in ours.items():
        print(f"| {name} | {row['series']} | {row['mase']:.3f} | {row['smape']:.2f} | {row['wmape']:.2f} | "
              f"{row['c80']:.0f} / {row['c95']:.0f} | {row['s80'] or 0:.0f} / {row['s95'] or 0:.0f} of {row['sums']} | {row['ms']:.0f} |")
    methods = sorted({method for _, method, _, _ in rows if method != "peakdesk"})
    found = {(task["name"], method): (row, same) for task, method, row, same in rows}
    head = " | ".join(methods) + " |\n" + "|---|" + "---|" * len(methods)

    def cells(group, text):
        return " | ".join(text(method) if any((name, method) in found for name in group) else "-" for method in methods)

    print("\nMASE of the peers; in brackets the ratio of ours to theirs over the same series, then how many these are if not all.\n")
    print("| task | " + head)
    for name in ours:
        def one(method):
            row, same = found[name, method]
            few = f"; {row['series']}" if row["series"] < ours[name]["series"] else ""
            return f"{row['mase']:.3f} ({same / row['mase']:.2f}{few})"
        print(f"| {name} | " + cells([name], one) + " |")
    print("\nMeans over the tasks that a peer was run on: theirs, ours over the same series, ratio.\n")
    print("| set | " + head)
    groups = {g: [t["name"] for t, m, _, _ in rows if t["group"] == g and m == "peakdesk"] for g in GROUP_ORDER}
    groups["all"] = list(ours)
    for group, names in groups.items():
        def joined(method):
            pairs = [found[name, method] for name in names if (name, method) in found]
            theirs, same = mean([row["mase"] for row, _ in pairs]), mean([s for _, s in pairs])
            part = f", {len(pairs)} of {len(names)}" if len(pairs) < len(names) else ""
            return f"{theirs:.3f}, {same:.3f}: {same / theirs:.2f}{part}"
        print(f"| {group} | " + cells(names, joined) + " |")
    print("\nProcessor time of the peers in seconds a series; in brackets how many times ours.\n")
    print("| task | " + head)
    for name in ours:
        def time(method):
            seconds = found[name, method][0]["seconds"]
            return f"{seconds:.2f} ({1000 * seconds / ours[name]['ms']:.0f})"
        print(f"| {name} | " + cells([name], time) + " |")


if __name__ == "__main__":
    main()
