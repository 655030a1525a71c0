import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { tagColours, tokens } from '../shared/tokens/tokens';

/** The tokens as CSS custom properties in a file of their own: the policy allows no style that a script writes. */
function tokenStyles(): Plugin {
  const id = 'virtual:tokens.css';
  const block = (selector: string, lines: string[]) => `${selector}{${lines.join(';')}}`;
  return {
    name: 'peakdesk-tokens',
    resolveId: (source) => (source === id ? `\0${id}` : null),
    load(source) {
      if (source !== `\0${id}`) return null;
      const names = Object.keys(tagColours) as (keyof typeof tagColours)[];
      const scheme = (dark: boolean) => [
        ...Object.entries(tokens[dark ? 'dark' : 'light']).map(([name, value]) => `--pd-${name}:${value}`),
        ...names.flatMap((name) => [
          `--pd-tag-${name}:${tagColours[name][dark ? 2 : 0]}`,
          `--pd-tag-${name}-ink:${tagColours[name][dark ? 3 : 1]}`,
        ]),
        `color-scheme:${dark ? 'dark' : 'light'}`,
      ];
      return (
        block(':root', scheme(false)) +
        block(":root[data-mantine-color-scheme='dark']", scheme(true)) +
        names.map((name) => `.tag-${name}{--tag:var(--pd-tag-${name});--tag-ink:var(--pd-tag-${name}-ink)}`).join('')
      );
    },
  };
}

const server = process.env.PEAKDESK_URL ?? 'http://127.0.0.1:8080';
const proxied = { target: server, changeOrigin: false };

export default defineConfig({
  plugins: [react(), tokenStyles()],
  server: { port: 5173, proxy: { '/api': proxied, '/forms': proxied, '/ws': { ...proxied, ws: true } } },
  build: { target: 'es2022', sourcemap: false, assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 700 },
  test: { include: ['src/**/*.test.{ts,tsx}'] },
});
