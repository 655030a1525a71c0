#!/usr/bin/env python3
"""Holds the source against ARCHITECTURE.md: which room includes which, where heavy headers may stand, how long a file may be.

Prints one line a fault, as file:line: text, and ends with 1 when there is any.
"""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_LINES = 500
faults = []


def block(name: str) -> list[str]:
    text = (ROOT / "ARCHITECTURE.md").read_text()
    found = re.search(rf"```{name}\n(.*?)```", text, re.S)
    if not found:
        sys.exit(f"ARCHITECTURE.md has no ```{name} block")
    return [line for line in found.group(1).splitlines() if line.strip()]


def read_edges() -> dict[str, set[str]]:
    edges = {}
    for line in block("edges"):
        room, targets = line.split("->")
        edges[room.strip()] = set(targets.split()) | {room.strip()}
    return edges


def check_includes(edges: dict[str, set[str]]) -> None:
    heavy = []
    for line in block("heavy"):
        words = line.split()
        places = [w for w in words if w.startswith("src/")]
        for header in words:
            if not header.startswith("src/"):
                heavy.append((header, places))
    # A place that ends in "_" names a family of files: its own headers may carry the heavy ones, because only it includes them.
    heavy_families = {place for _, places in heavy for place in places if place.endswith("_")}
    for path in sorted((ROOT / "src").rglob("*")):
        if path.suffix not in (".h", ".cpp") or path.parent == ROOT / "src":
            continue
        relative = path.relative_to(ROOT).as_posix()
        room = relative.split("/")[1]
        if room not in edges:
            faults.append(f"{relative}:1: the room '{room}' is not in ARCHITECTURE.md's edges")
            continue
        is_test = path.name.endswith(("_test.cpp", "_fuzz.cpp", "_bench.cpp"))
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            found = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
            if not found:
                continue
            header = found.group(2)
            if found.group(1) == '"':
                target = header.split("/")[0]
                if "/" not in header or target not in edges:
                    if header not in ("precompiled.h", "precompiled_test.h"):
                        faults.append(f'{relative}:{number}: include by room: "room/file.h", not "{header}"')
                elif target not in edges[room]:
                    faults.append(f"{relative}:{number}: {room} must not include {target} (see ARCHITECTURE.md, edges)")
                for place in heavy_families:
                    if ("src/" + header).startswith(place) and not relative.startswith(place):
                        faults.append(f'{relative}:{number}: "{header}" carries heavy headers and is only for {place}*')
            for prefix, places in heavy:
                if header.startswith(prefix) and not is_test:
                    inside = [place for place in places if relative.startswith(place)]
                    if not inside or (path.suffix == ".h" and not set(inside) & heavy_families):
                        faults.append(f"{relative}:{number}: <{header}> belongs only in .cpp files under {', '.join(places)}")


def check_lengths() -> None:
    for folder, suffixes in (("src", (".h", ".cpp")), ("web", (".ts", ".tsx")), ("tools", (".py", ".sh"))):
        for path in sorted((ROOT / folder).rglob("*")) if (ROOT / folder).exists() else []:
            relative = path.relative_to(ROOT).as_posix()
            if path.suffix not in suffixes or any(p in relative for p in ("node_modules/", "/dist/", "/generated/", "/i18n/", ".gen.ts")):
                continue
            lines = sum(1 for _ in path.open(errors="replace"))
            if lines > MOST_LINES:
                faults.append(f"{relative}:{lines}: {lines} lines; over {MOST_LINES} it wants to be two files")


check_includes(read_edges())
check_lengths()
print("\n".join(faults) if faults else "the house is as ARCHITECTURE.md says")
sys.exit(1 if faults else 0)
