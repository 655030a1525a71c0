// Where an operator set up an assistant: a button that has it draft an answer into the editor. Nothing is sent by it.
import { api, call } from '@peakdesk/shared/api';
import { t } from '@peakdesk/shared/i18n';
import { ActionIcon } from '@mantine/core';
import { IconWand } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Editor } from '@tiptap/react';
import { useState } from 'react';
import { sayProblem } from '../../ui/parts';
import { toast } from '../../ui/toasts';

export function AssistantButton({ ticketId, editor }: { ticketId: number; editor: Editor | null }) {
  const on = useQuery({ queryKey: ['assistant'], staleTime: Infinity, queryFn: () => call(api.GET('/api/insights/assistant')) }).data?.on ?? false;
  const [busy, setBusy] = useState(false);
  if (!on || !editor) return null;
  const draft = async () => {
    setBusy(true);
    try {
      const { text } = await call(api.POST('/api/tickets/{id}/assistant-draft', { params: { path: { id: ticketId } } }));
      const paragraphs = text.split(/\n{2,}/).map((part) => ({ type: 'paragraph', content: part.split('\n').flatMap((line, index) => [...(index ? [{ type: 'hardBreak' }] : []), ...(line ? [{ type: 'text', text: line }] : [])]) }));
      editor.chain().focus('end').insertContent(paragraphs).run();
      toast(t('assistant.drafted'));
    } catch (error) {
      sayProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return <ActionIcon size="md" loading={busy} aria-label={t('assistant.draft')} title={t('assistant.draft')} onClick={() => void draft()}><IconWand size={17} stroke={1.7} /></ActionIcon>;
}
