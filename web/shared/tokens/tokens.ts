// The look's raw material, by meaning, light and dark. Each text/ground pair below keeps 4.5:1 (tokens.test.ts).
// The workspace turns these into CSS custom properties `--pd-…`; widget and help centre take the same names.

export type Scheme = 'light' | 'dark';

export const tokens: Record<Scheme, Record<string, string>> = {
  light: {
    ground: '#f4f6f5', surface: '#ffffff', raised: '#ffffff', sunken: '#eef1f0', hover: '#f0f4f3', selected: '#e2f1ee',
    rail: '#0d2422', 'rail-text': '#b9cfcb', 'rail-active': '#1d403c', 'rail-strong': '#ffffff',
    text: '#16211f', soft: '#43524f', muted: '#5b6966', border: '#dfe5e3', 'border-strong': '#83918e',
    accent: '#0f766e', 'accent-hover': '#0c625c', 'accent-text': '#ffffff', 'accent-soft': '#d9efeb', 'accent-ink': '#0b5750',
    note: '#fdf6df', 'note-border': '#ecd898', 'note-ink': '#6b4e06', danger: '#b42318', 'danger-soft': '#fdeceA',
    'danger-ink': '#96190f', warn: '#fdf0d5', 'warn-ink': '#7a4b00', agent: '#eef6f5', focus: '#0f766e',
    tip: '#16211f', 'tip-text': '#ffffff', 'tip-border': '#43524f',
  },
  dark: {
    ground: '#0e1413', surface: '#141c1b', raised: '#1b2524', sunken: '#0a100f', hover: '#1a2423', selected: '#17322f',
    rail: '#080f0e', 'rail-text': '#93aaa6', 'rail-active': '#17302d', 'rail-strong': '#ffffff',
    text: '#e6edeb', soft: '#bccac7', muted: '#92a29f', border: '#26322f', 'border-strong': '#5d6f6b',
    accent: '#2bb5a7', 'accent-hover': '#45c7ba', 'accent-text': '#04211e', 'accent-soft': '#14332f', 'accent-ink': '#7adbd0',
    note: '#2a2411', 'note-border': '#55471b', 'note-ink': '#e9cf85', danger: '#e5766c', 'danger-soft': '#3a1a17',
    'danger-ink': '#f3a79f', warn: '#33260c', 'warn-ink': '#eec27a', agent: '#15211f', focus: '#2bb5a7',
    tip: '#32423f', 'tip-text': '#f2f6f5', 'tip-border': '#6e827d',
  },
};

/** Text on ground, to be readable in both schemes. */
export const pairs: [text: string, ground: string][] = [
  ['text', 'surface'], ['text', 'ground'], ['text', 'selected'], ['soft', 'surface'], ['muted', 'surface'], ['muted', 'ground'],
  ['muted', 'hover'], ['muted', 'selected'], ['muted', 'sunken'], ['accent-text', 'accent'], ['accent-text', 'accent-hover'],
  ['accent-ink', 'accent-soft'], ['accent-ink', 'surface'], ['note-ink', 'note'], ['text', 'note'], ['muted', 'agent'],
  ['danger-ink', 'danger-soft'], ['danger-ink', 'surface'], ['warn-ink', 'warn'], ['rail-text', 'rail'], ['rail-strong', 'rail-active'], ['tip-text', 'tip'],
];

/** Colours of tags: dot and chip, both schemes. */
export const tagColours = {
  grey: ['#e9edec', '#3f4b49', '#2a3533', '#c3d0cd'], red: ['#fde8e6', '#8f1d14', '#40201d', '#f5aea7'],
  orange: ['#fdebdc', '#81400b', '#3d2713', '#f2ba87'], yellow: ['#fbf1c8', '#664d03', '#36300f', '#ead27a'],
  green: ['#ddf2e0', '#1c5a2b', '#17321d', '#93d6a3'], teal: ['#d8efec', '#0b5750', '#14332f', '#7adbd0'],
  blue: ['#dfecfb', '#174f8a', '#172c45', '#9cc6f3'], indigo: ['#e6e8fc', '#373fa0', '#232750', '#b3b9f7'],
  violet: ['#eee5fb', '#5b2c97', '#30204a', '#cdb0f3'], pink: ['#fbe4ef', '#8b1c55', '#40192d', '#f2a6cb'],
} as const;

export function contrast(a: string, b: string): number {
  const light = (hex: string) => {
    const part = (from: number) => {
      const value = parseInt(hex.slice(from, from + 2), 16) / 255;
      return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
  };
  const [bright, dim] = [light(a), light(b)].sort((x, y) => y - x) as [number, number];
  return (bright + 0.05) / (dim + 0.05);
}
