import { localStorageColorSchemeManager } from '@mantine/core';

/** Same key as public/scheme.js, which applies it before the first paint. */
export const colourScheme = localStorageColorSchemeManager({ key: 'peakdesk-theme' });
