// Files on their way up: one request each with its progress. XMLHttpRequest because fetch tells no progress.
import { changeHeaders, Problem, type Attachment, type ProblemBody } from '@peakdesk/shared/api';
import { t } from '@peakdesk/shared/i18n';
import { useCallback, useRef, useState } from 'react';
import { problemText } from '../../ui/parts';
import { toast } from '../../ui/toasts';

export type Upload = { key: number; name: string; size: number; share: number; file: Attachment | null; cancel: () => void };

export function send(file: File, inline: boolean, onShare: (share: number) => void): { done: Promise<Attachment>; cancel: () => void } {
  const request = new XMLHttpRequest();
  const done = new Promise<Attachment>((resolve, reject) => {
    const query = new URLSearchParams({ name: file.name || 'image.png', content_type: file.type || 'application/octet-stream', ...(inline ? { inline: 'true' } : {}) });
    request.open('POST', `/api/attachments?${query}`);
    for (const [name, value] of Object.entries(changeHeaders())) request.setRequestHeader(name, value);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.onprogress = (event) => event.lengthComputable && onShare(event.loaded / event.total);
    request.onload = () => {
      try {
        const body = JSON.parse(request.responseText) as Attachment & Partial<ProblemBody>;
        if (request.status < 300) resolve(body);
        else reject(new Problem({ ...body, status: request.status }));
      } catch {
        reject(new Problem({ status: request.status, title: `HTTP ${request.status}` }));
      }
    };
    request.onerror = () => reject(new Problem({ status: 0, code: 'offline' }));
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'));
    request.send(file);
  });
  return { done, cancel: () => request.abort() };
}

export function useUploads(initial: Attachment[]) {
  const [uploads, setUploads] = useState<Upload[]>(() => initial.map((file, index) => ({ key: -1 - index, name: file.name, size: file.size, share: 1, file, cancel: () => {} })));
  const lastKey = useRef(0);
  const add = useCallback((files: Iterable<File>) => {
    for (const file of files) {
      const key = ++lastKey.current;
      const change = (what: Partial<Upload>) => setUploads((now) => now.map((one) => (one.key === key ? { ...one, ...what } : one)));
      const { done, cancel } = send(file, false, (share) => change({ share }));
      setUploads((now) => [...now, { key, name: file.name, size: file.size, share: 0, file: null, cancel }]);
      done.then((attachment) => change({ file: attachment, share: 1 }), (error: unknown) => {
        setUploads((now) => now.filter((one) => one.key !== key));
        if (!(error instanceof DOMException)) toast(t('upload.failed', { name: file.name, why: problemText(error) }), { kind: 'danger' });
      });
    }
  }, []);
  const remove = useCallback((key: number) => setUploads((now) => {
    now.find((one) => one.key === key)?.cancel();
    return now.filter((one) => one.key !== key);
  }), []);
  const reset = useCallback((files: Upload[] = []) => setUploads(files), []);
  return { uploads, add, remove, reset, busy: uploads.some((one) => !one.file) };
}
