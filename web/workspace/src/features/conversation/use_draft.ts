// Saves the unsent answer a moment after each change, so that it survives the browser and others see it.
import { api, call, type Attachment, type DraftInput } from '@peakdesk/shared/api';
import type { Editor } from '@tiptap/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { picturesOut } from './rich_text';

const pauseMs = 800;

export function useDraft(ticketId: number, editor: Editor | null, rest: Pick<DraftInput, 'public' | 'to' | 'cc' | 'attachment_ids'>, pictures: Map<number, Attachment>) {
  const [saved, setSaved] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const latest = useRef(rest);
  latest.current = rest;
  const stored = useRef(false);

  const save = useCallback(async () => {
    timer.current = undefined;
    if (!editor || editor.isDestroyed) return;
    const empty = editor.isEmpty && !latest.current.attachment_ids?.length;
    try {
      if (empty) {
        if (stored.current) await call(api.DELETE('/api/tickets/{id}/draft', { params: { path: { id: ticketId } } }));
        stored.current = false;
      } else {
        const { html, ids } = picturesOut(editor.getHTML(), pictures.values());
        await call(api.PUT('/api/tickets/{id}/draft', { params: { path: { id: ticketId } }, body: { ...latest.current, attachment_ids: [...(latest.current.attachment_ids ?? []), ...ids], body_html: html, body_text: editor.getText({ blockSeparator: '\n' }) } }));
        stored.current = true;
      }
      setSaved(!empty);
    } catch {
      // Offline: the next change tries again.
    }
  }, [editor, pictures, ticketId]);

  useEffect(() => {
    if (!editor) return undefined;
    stored.current = !editor.isEmpty;
    const later = () => {
      setSaved(false);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void save(), pauseMs);
    };
    editor.on('update', later);
    return () => {
      editor.off('update', later);
      // Leaving with something unsaved: save it now, while the text is still there.
      if (timer.current !== undefined) { clearTimeout(timer.current); void save(); }
    };
  }, [editor, save]);

  const stop = useCallback(() => { clearTimeout(timer.current); timer.current = undefined; }, []);
  const clear = useCallback(() => {
    stop();
    setSaved(false);
    stored.current = false;
    void call(api.DELETE('/api/tickets/{id}/draft', { params: { path: { id: ticketId } } })).catch(() => undefined);
  }, [stop, ticketId]);
  return { saved, stop, clear };
}
