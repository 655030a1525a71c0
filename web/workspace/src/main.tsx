import '@fontsource-variable/inter/index.css';
import './styles/mantine';
import 'virtual:tokens.css';
import './styles/base.css';
import './shell/shell.css';
import { pickLocale, setLocale, type LocaleCode } from '@peakdesk/shared/i18n';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';

const root = createRoot(document.getElementById('root')!);
const stored = localStorage.getItem('peakdesk-locale') as LocaleCode | null;

setLocale(stored ?? pickLocale(navigator.languages)).catch(() => setLocale('en')).finally(() => {
  root.render(<StrictMode><App /></StrictMode>);
});
