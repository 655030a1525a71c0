/** Servers of well-known providers, or the usual names in the address's own domain; null without a domain. Pure. */
export function guessServers(address: string): { imap: string; smtp: string; smtpPort: 465 | 587 } | null {
  const domain = address.split('@')[1]?.toLowerCase();
  if (!domain || !domain.includes('.')) return null;
  const known: Record<string, [string, string, 465 | 587]> = {
    'gmail.com': ['imap.gmail.com', 'smtp.gmail.com', 587], 'googlemail.com': ['imap.gmail.com', 'smtp.gmail.com', 587],
    'outlook.com': ['outlook.office365.com', 'smtp.office365.com', 587], 'hotmail.com': ['outlook.office365.com', 'smtp.office365.com', 587],
    'yahoo.com': ['imap.mail.yahoo.com', 'smtp.mail.yahoo.com', 465], 'icloud.com': ['imap.mail.me.com', 'smtp.mail.me.com', 587],
    'gmx.de': ['imap.gmx.net', 'mail.gmx.net', 587], 'gmx.net': ['imap.gmx.net', 'mail.gmx.net', 587], 'web.de': ['imap.web.de', 'smtp.web.de', 587],
    'orange.fr': ['imap.orange.fr', 'smtp.orange.fr', 465], 'yandex.ru': ['imap.yandex.ru', 'smtp.yandex.ru', 465], 'mail.ru': ['imap.mail.ru', 'smtp.mail.ru', 465],
  };
  const found = known[domain];
  if (found) return { imap: found[0], smtp: found[1], smtpPort: found[2] };
  return { imap: `imap.${domain}`, smtp: `smtp.${domain}`, smtpPort: 587 };
}
