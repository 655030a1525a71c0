// HTML mail in a frame of its own origin policy (GET /api/messages/{id}/html). The frame runs no script; being of our origin lets us fit its height.
import { t } from '@peakdesk/shared/i18n';
import { useEffect, useRef, useState } from 'react';

export function MessageFrame({ id, part, images, subject }: { id: number; part: 'stripped' | 'full'; images: boolean; subject: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(120);
  const [ready, setReady] = useState(false);

  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    let observer: ResizeObserver | undefined;
    const fit = () => {
      const page = element.contentDocument;
      if (page?.body) setHeight(Math.min(8000, Math.max(24, page.documentElement.scrollHeight)));
    };
    const loaded = () => {
      setReady(true);
      fit();
      const body = element.contentDocument?.body;
      if (body) {
        observer = new ResizeObserver(fit);
        observer.observe(body);
        // Keys pressed inside the mail still belong to the workspace.
        element.contentDocument?.addEventListener('keydown', (event) => { dispatchEvent(new KeyboardEvent('keydown', event)); });
      }
    };
    element.addEventListener('load', loaded);
    return () => { element.removeEventListener('load', loaded); observer?.disconnect(); };
  }, [id, part, images]);

  const source = `/api/messages/${id}/html?part=${part}${images ? '&remote_images=true' : ''}`;
  return (
    <iframe ref={frame} className="mail-frame" src={source} title={t('message.frame', { subject })} sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox" referrerPolicy="no-referrer"
      style={{ height, opacity: ready ? 1 : 0 }} />
  );
}
