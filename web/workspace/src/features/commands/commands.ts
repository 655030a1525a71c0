// Everything that can be done by key or from the palette, as data: the palette, the key handler and the `?` sheet read this one list.
import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react';

export type Command = {
  id: string;
  label: string;
  /** As 'j', 'g i', 'shift+3', 'alt+KeyJ', 'mod+k'. Letters with alt are key codes: a Mac writes other letters with Option. */
  keys?: string[];
  group: 'go' | 'list' | 'ticket' | 'reply' | 'general';
  run: () => void;
  /** Works while a text field has the focus (keys with modifiers only). */
  inText?: boolean;
  hidden?: boolean;
};

const layers: Command[][] = [];
let snapshot: Command[] = [];
const listeners = new Set<() => void>();

function publish(): void {
  const byId = new Map<string, Command>();
  for (const layer of layers) for (const command of layer) byId.set(command.id, command);
  snapshot = [...byId.values()];
  listeners.forEach((listener) => listener());
}

/** Registers commands while the component is mounted; a later mounted one of the same id wins. */
export function useCommands(commands: Command[]): void {
  const latest = useRef(commands);
  useLayoutEffect(() => { latest.current = commands; });
  const signature = commands.map((command) => `${command.id}|${command.label}`).join(',');
  useEffect(() => {
    const layer = latest.current.map((command) => ({ ...command, run: () => latest.current.find((one) => one.id === command.id)?.run() }));
    layers.push(layer);
    publish();
    return () => {
      layers.splice(layers.indexOf(layer), 1);
      publish();
    };
  }, [signature]);
}

export function useAllCommands(): Command[] {
  return useSyncExternalStore((listener) => (listeners.add(listener), () => listeners.delete(listener)), () => snapshot);
}

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

/** The stroke as our key names write it. */
export function strokeOf(event: Pick<KeyboardEvent, 'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>, mac = isMac): string {
  const parts: string[] = [];
  if (mac ? event.metaKey : event.ctrlKey) parts.push('mod');
  if (event.altKey) parts.push('alt');
  const key = event.altKey ? event.code : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  // A shifted sign such as ? or # is already its own key; shift matters with letters only.
  if (event.shiftKey && (event.altKey || /^[a-z]$/.test(key) || event.key.length > 1)) parts.push('shift');
  return [...parts, key].join('+');
}

/** For people: 'Alt+J', '⌘K', 'G then I'. */
export function keyNames(keys: string, mac = isMac): string[] {
  return keys.split(' ').map((stroke) => stroke.split('+').map((part) => {
    if (part === 'mod') return mac ? '⌘' : 'Ctrl';
    if (part === 'alt') return mac ? '⌥' : 'Alt';
    if (part === 'shift') return mac ? '⇧' : 'Shift';
    if (part === 'Enter') return '↵';
    if (part === 'Escape') return 'Esc';
    return part.replace(/^Key/, '').toUpperCase();
  }).join(mac ? '' : '+'));
}

function inText(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  return !!element?.closest?.('input:not([type=checkbox]), textarea, select, [contenteditable=true]');
}

let pendingStroke = '';
let pendingTimer: ReturnType<typeof setTimeout> | undefined;

let overlaid = false;

/** Hears every key before a dialog or a menu does: the Escape that closes one must not go on to what lies under it. */
export function noteOverlay(): void {
  overlaid = !!document.querySelector('[role=dialog][aria-modal=true], [role=menu]');
}

/** One handler for the whole window. */
export function handleKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const stroke = strokeOf(event);
  const typing = inText(event.target);
  if (overlaid && stroke !== 'mod+k') return;
  const wanted = pendingStroke ? `${pendingStroke} ${stroke}` : stroke;
  const found = snapshot.findLast((command) => command.keys?.includes(wanted) && (!typing || (command.inText && /^(mod|alt)\+/.test(stroke))));
  clearTimeout(pendingTimer);
  pendingStroke = '';
  if (found) {
    event.preventDefault();
    found.run();
    return;
  }
  if (!typing && snapshot.some((command) => command.keys?.some((keys) => keys.startsWith(`${stroke} `)))) {
    pendingStroke = stroke;
    pendingTimer = setTimeout(() => { pendingStroke = ''; }, 1200);
  }
}
