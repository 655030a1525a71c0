import { describe, expect, it } from 'vitest';
import { guessServers } from './servers';

describe('guessServers', () => {
  it('knows providers, else uses the usual names', () => {
    expect(guessServers('shop@gmail.com')).toEqual({ imap: 'imap.gmail.com', smtp: 'smtp.gmail.com', smtpPort: 587 });
    expect(guessServers('help@shop.example')).toEqual({ imap: 'imap.shop.example', smtp: 'smtp.shop.example', smtpPort: 587 });
    expect(guessServers('help')).toBeNull();
  });
});
