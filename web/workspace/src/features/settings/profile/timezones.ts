const known = Intl.supportedValuesOf?.('timeZone') ?? [];

/** Time zones to choose from: what the browser knows, UTC (which browsers leave out), and the one in use, whatever it is. */
export function timezones(current: string): string[] {
  return [...new Set(['UTC', ...known, current])].filter(Boolean).sort();
}
