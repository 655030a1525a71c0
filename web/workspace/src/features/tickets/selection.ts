// Which tickets of a list are ticked. Pure.
export type Selection = { ids: Set<number>; anchor: number | null; whole: boolean };

/** Ticks or unticks one, or with `range` everything from the last one touched to this one. */
export function toggleRange(now: Selection, shown: number[], id: number, range: boolean): Selection {
  const ids = new Set(now.ids);
  if (range && now.anchor !== null) {
    const [from, to] = [shown.indexOf(now.anchor), shown.indexOf(id)].sort((a, b) => a - b) as [number, number];
    if (from >= 0) for (const one of shown.slice(from, to + 1)) ids.add(one);
  } else if (!ids.delete(id)) ids.add(id);
  return { ids, anchor: id, whole: false };
}
