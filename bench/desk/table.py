#!/usr/bin/env python3
"""Joins the desk's figures with the browser's: table.py DESK.json BROWSER.json [--json]."""
import json
import sys

# (key in the browser's JSON, what it is, unit, target, is it reached)
BROWSER = [
    ("fps", "a list of 10,000 rows scrolls", "/s", ">= 50", lambda v: v >= 50),
    ("ticket_switch_ms_p50", "from a click to another ticket, half of them", "ms", "", None),
    ("ticket_switch_ms_p95", "  slowest of twenty", "ms", "<= 100", lambda v: v <= 100),
    ("inbox_js_gz_kb", "JavaScript of the inbox, gzipped", "kB", "<= 400", lambda v: v <= 400),
]


def browser_figures(measured):
    for key, what, unit, target, reached in BROWSER:
        figure = {"name": "browser_" + key, "what": what, "value": measured[key], "unit": unit, "beside": None,
                  "ratio": None, "target": target, "met": reached(measured[key]) if reached else None}
        if key == "fps":  # beside a plain list of empty rows in the same browser
            figure["beside"] = measured["plain_list_fps"]
            figure["ratio"] = measured["fps"] / measured["plain_list_fps"]
        yield figure


def number(value):
    return "" if value is None else f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def main():
    paths = [word for word in sys.argv[1:] if not word.startswith("--")]
    report = json.load(open(paths[0]))
    report["figures"] += browser_figures(json.load(open(paths[1])))
    if "--json" in sys.argv:
        print(json.dumps(report, indent=1))
        return
    print(f"{'':58} {'measured':>10} {'':4} {'beside':>10} {'ratio':>6}  {'target':14}")
    for figure in report["figures"]:
        met = {True: "reached", False: "NOT reached", None: ""}[figure["met"]]
        print(f"{figure['what']:58} {number(figure['value']):>10} {figure['unit']:4} {number(figure['beside']):>10} "
              f"{number(figure['ratio']):>6}  {figure['target']:14}{met}".rstrip())


main()
