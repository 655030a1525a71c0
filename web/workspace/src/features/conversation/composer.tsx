// The reply box: public answer or internal note, with macros, mentions, files, drafts and the guards before sending.
import { api, call, newKey, Problem, type Attachment, type Macro, type MessageInput, type Ticket, type TicketChange } from '@peakdesk/shared/api';
import { t } from '@peakdesk/shared/i18n';
import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconBolt, IconChevronDown, IconLock, IconMessageCircle, IconPaperclip, IconSend } from '@tabler/icons-react';
import { EditorContent, useEditor, type Editor } from '@tiptap/react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { desk } from '../../live/socket';
import { sayProblem } from '../../ui/parts';
import { toast } from '../../ui/toasts';
import { useAllCommands, useCommands } from '../commands/commands';
import { useMe, usersQuery } from '../session/session';
import { changeTicket } from '../tickets/changes';
import { FileList } from '../tickets/file_list';
import { SnoozeItems } from '../tickets/snooze';
import { extensions, mentionsIn, type Choice, type Popup, type Triggers } from './editor';
import { AssistantButton } from '../insights/assistant_button';
import { FormatBar } from './format_bar';
import { macroChange } from './macro_changes';
import { usePresence } from './presence';
import { Recipients } from './recipients';
import { picturesIn, picturesOut, variablesIn, withoutVariables } from './rich_text';
import { sendMessage } from './send';
import { SendGuard, type Guard } from './send_guard';
import { SuggestPopup } from './suggest_popup';
import { useDraft } from './use_draft';
import { send as upload, useUploads } from './uploads';
import './composer.css';

type Finish = { status?: 'open' | 'closed' | 'snoozed'; snooze_datetime?: string };

export function Composer({ ticket, lastMessageId }: { ticket: Ticket; lastMessageId: number | null }) {
  const client = useQueryClient();
  const me = useMe();
  const users = useQuery(usersQuery).data ?? [];
  const present = usePresence(ticket.id);
  const commands = useAllCommands();
  const own = useMemo(() => ticket.drafts.find((draft) => draft.user.id === me.id), []);
  const [isPublic, setPublic] = useState(own?.public ?? true);
  const [to, setTo] = useState(own?.to.length ? own.to : ticket.reply_to.to);
  const [cc, setCc] = useState(own?.cc.length ? own.cc : ticket.reply_to.cc);
  const [showTo, setShowTo] = useState(false);
  const [popup, setPopupState] = useState<Popup | null>(null);
  const [guard, setGuard] = useState<Guard | null>(null);
  const [busy, setBusy] = useState(false);
  const [macros, setMacros] = useState<{ id: number; name: string; change: TicketChange }[]>([]);
  const [over, setOver] = useState(false);
  const files = useUploads(own?.attachments.filter((file) => !file.is_inline) ?? []);
  const pictures = useRef(new Map<number, Attachment>((own?.attachments ?? []).filter((file) => file.is_inline).map((file) => [file.id, file])));
  const picker = useRef<HTMLInputElement>(null);
  const key = useRef(newKey());
  const refs = useRef({ isPublic, popup, users, seen: lastMessageId });
  refs.current = { ...refs.current, isPublic, popup, users };
  // The editor would make a line break of Ctrl+Enter before the window hears of it.
  const sendRef = useRef<(finish: Finish) => void>(() => {});
  const setPopup = useCallback((next: Popup | null) => { refs.current.popup = next; setPopupState(next); }, []);

  const useMacro = useCallback(async (id: number, name: string, editor: Editor) => {
    try {
      const preview = await call(api.POST('/api/macros/{id}/preview', { params: { path: { id } }, body: { ticket_id: ticket.id } }));
      editor.chain().focus().insertContent(preview.body_html || preview.body_text).run();
      setMacros((now) => [...now, { id, name, change: macroChange(preview.actions, new Date()) }]);
      if (preview.missing.length) toast(t('macro.missing', { count: preview.missing.length }));
    } catch (error) {
      sayProblem(error);
    }
  }, [ticket.id]);

  const triggers = useMemo<Triggers>(() => ({
    mayMention: () => !refs.current.isPublic,
    mentions: (query) => refs.current.users.filter((user) => user.active && user.name.toLowerCase().includes(query.toLowerCase())).slice(0, 7).map((user) => ({ id: user.id, label: user.name, hint: user.email })),
    macros: async (query) => {
      const found = await client.fetchQuery({ queryKey: ['macros', 'pick', query], staleTime: 30_000, queryFn: () => call(api.GET('/api/macros', { params: { query: { search: query, limit: 8 } } })) }).catch(() => null);
      return (found?.data ?? []).map((macro: Macro): Choice => ({ id: macro.id, label: macro.name, hint: macroText(macro) }));
    },
    onMacro: (choice, editor) => void useMacro(choice.id, choice.label, editor),
    popup: () => refs.current.popup,
    setPopup,
  }), [client, setPopup, useMacro]);

  const editor = useEditor({
    extensions: extensions(triggers, () => t(refs.current.isPublic ? 'reply.placeholder' : 'reply.note_placeholder')),
    content: picturesIn(own?.body_html ?? '', pictures.current.values()),
    injectCSS: false,
    immediatelyRender: true,
    shouldRerenderOnTransaction: false,
    editorProps: {
      attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': t('reply.editor') },
      handlePaste: (_view, event) => takeFiles(event.clipboardData?.files),
      handleDrop: (_view, event) => takeFiles((event as DragEvent).dataTransfer?.files),
      handleKeyDown: (_view, event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { sendRef.current(event.shiftKey ? { status: 'closed' } : {}); return true; }
        if (event.key === 'Escape' && !refs.current.popup) { (event.target as HTMLElement).blur(); return true; }
        return false;
      },
    },
    onUpdate: () => { key.current = newKey(); },
  });
  const editorRef = useRef(editor);
  editorRef.current = editor;

  function takeFiles(list: FileList | undefined): boolean {
    if (!list?.length) return false;
    for (const file of list) {
      if (!file.type.startsWith('image/')) { files.add([file]); continue; }
      // A picture goes where the cursor is.
      upload(file, true, () => {}).done.then((image) => { pictures.current.set(image.id, image); return editorRef.current?.chain().focus().setImage({ src: `${image.url}?inline=1`, alt: image.name }).run(); }, sayProblem);
    }
    return true;
  }

  const attachmentIds = files.uploads.flatMap((one) => (one.file ? [one.file.id] : []));
  const draft = useDraft(ticket.id, editor, { public: isPublic, to, cc, attachment_ids: attachmentIds }, pictures.current);

  const post = async (finish: Finish, options: { force?: boolean; strip?: boolean; sure?: boolean } = {}) => {
    if (!editor || busy) return;
    const text = editor.getText({ blockSeparator: '\n' });
    const { html, ids } = picturesOut(editor.getHTML(), pictures.current.values());
    if (!text.trim() && !attachmentIds.length && !html.includes('<img')) { toast(t('reply.empty')); editor.commands.focus(); return; }
    if (files.busy) { toast(t('upload.wait')); return; }
    if (isPublic && !to.length) { setShowTo(true); toast(t('reply.no_recipient')); return; }
    const left = variablesIn(text);
    if (isPublic && left.length && !options.strip) { setGuard({ kind: 'variables', names: left, go: () => void post(finish, { ...options, strip: true }) }); return; }
    const replying = present.filter((user) => user.state === 'replying');
    if (isPublic && replying.length && !options.sure && !options.force) { setGuard({ kind: 'replying', names: replying.map((user) => user.name), go: () => void post(finish, { ...options, sure: true }) }); return; }
    setGuard(null);
    setBusy(true);
    const clean = (value: string) => (options.strip ? withoutVariables(value) : value);
    const input: MessageInput = {
      public: isPublic, body_html: clean(html), body_text: clean(text), attachment_ids: [...attachmentIds, ...ids], mentions: mentionsIn(editor), macro_ids: macros.map((macro) => macro.id),
      ...(isPublic ? { to, cc, from_mailbox_id: ticket.reply_to.from_mailbox_id, last_seen_message_id: refs.current.seen } : {}),
      ...finish, ...(options.force ? { force: true } : {}),
    };
    const before = { content: editor.getJSON(), uploads: files.uploads, macros };
    draft.stop();
    editor.commands.clearContent(true);
    files.reset();
    setMacros([]);
    const advance = finish.status === 'closed' || finish.status === 'snoozed' ? commands.find((command) => command.id === 'advance')?.run : undefined;
    try {
      const change = before.macros.reduce<TicketChange>((all, macro) => ({ ...all, ...macro.change, add_tags: [...(all.add_tags ?? []), ...(macro.change.add_tags ?? [])] }), {});
      if (!change.add_tags?.length) delete change.add_tags;
      const message = await sendMessage(client, ticket, me, input, key.current);
      if (message.public) refs.current.seen = message.id;
      key.current = newKey();
      draft.clear();
      if (Object.keys(change).length) await changeTicket(client, me.id, ticket.id, finish.status ? { ...change, status: finish.status } : change);
      for (const stale of [['ticket', ticket.id], ['ticket-events', ticket.id]]) void client.invalidateQueries({ queryKey: stale });
      void client.invalidateQueries({ queryKey: ['tickets'] });
      if (finish.status === 'closed') toast(t('reply.sent_closed'));
      advance?.();
    } catch (error) {
      editor.commands.setContent(before.content);
      files.reset(before.uploads);
      setMacros(before.macros);
      if (error instanceof Problem && error.code === 'newer_message') {
        void client.invalidateQueries({ queryKey: ['messages', ticket.id] });
        const writer = /^(.*) wrote meanwhile/.exec(error.message)?.[1] ?? '';
        const name = writer === 'The customer' ? ticket.customer.name || ticket.customer.email : writer;
        setGuard({ kind: 'newer', names: name ? [t('guard.newer_who', { name })] : [], go: () => void post(finish, { ...options, force: true }) });
      } else if (error instanceof Problem && error.status === 409 && error.code === 'idempotency_key_reused') {
        key.current = newKey();
        sayProblem(error);
      } else sayProblem(error);
    } finally {
      setBusy(false);
    }
  };
  sendRef.current = (finish) => void post(finish);
  // The guard compares with what was on the screen when the agent began to write.
  useEffect(() => {
    if (editor?.isEmpty ?? true) refs.current.seen = lastMessageId;
  }, [lastMessageId, editor]);

  // At once, so that what is typed right after the key is not lost; then to the end of the text.
  const focusAs = (publicly: boolean) => { setPublic(publicly); editor?.view.focus(); editor?.commands.focus('end'); };
  useCommands([
    { id: 'reply', label: t('reply.reply'), keys: ['r', 'alt+KeyL'], group: 'reply', inText: true, run: () => focusAs(true) },
    { id: 'note', label: t('reply.note'), keys: ['n', 'alt+KeyP'], group: 'reply', inText: true, run: () => focusAs(false) },
    { id: 'macro', label: t('reply.macro'), keys: ['m'], group: 'reply', run: () => editor?.chain().focus('end').insertContent('/').run() },
    { id: 'attach', label: t('reply.attach'), keys: ['mod+alt+KeyA'], group: 'reply', inText: true, run: () => picker.current?.click() },
    { id: 'send', label: t('reply.send'), keys: ['mod+Enter'], group: 'reply', inText: true, run: () => void post({}) },
    { id: 'send-close', label: t('reply.send_close'), keys: ['mod+shift+Enter'], group: 'reply', inText: true, run: () => void post({ status: 'closed' }) },
  ]);
  useEffect(() => { editor?.view.dispatch(editor.state.tr); }, [isPublic, editor]);

  const recipients = to.map((one) => one.name || one.address).join(', ');
  return (
    <div className="composer" data-note={!isPublic || undefined} data-over={over || undefined}
      onDragOver={(event) => { if (event.dataTransfer.types.includes('Files')) { event.preventDefault(); setOver(true); } }} onDragLeave={() => setOver(false)}
      onDrop={(event) => { setOver(false); if (event.defaultPrevented || !event.dataTransfer.files.length) return; event.preventDefault(); files.add(event.dataTransfer.files); }}>
      <div className="composer-head">
        <div className="composer-tabs" role="tablist" aria-label={t('reply.kind')}>
          <button type="button" role="tab" aria-selected={isPublic} onClick={() => focusAs(true)}><IconMessageCircle size={15} />{t('reply.reply')}</button>
          <button type="button" role="tab" aria-selected={!isPublic} onClick={() => focusAs(false)}><IconLock size={15} />{t('reply.note')}</button>
        </div>
        {isPublic ? <button type="button" className="composer-to clip" aria-expanded={showTo} onClick={() => setShowTo(!showTo)}>{recipients ? t('message.to', { names: recipients }) : t('reply.no_recipient')}{cc.length ? ` +${cc.length}` : ''}</button> : <span className="composer-to clip">{t('reply.note_hint')}</span>}
        {draft.saved && <span className="muted small composer-saved">{t('reply.saved')}</span>}
      </div>
      {isPublic && showTo && <div className="composer-addresses"><Recipients label={t('reply.to')} value={to} onChange={setTo} /><Recipients label={t('reply.cc')} value={cc} onChange={setCc} /></div>}
      <EditorContent editor={editor} className="composer-editor" />
      {popup && <SuggestPopup popup={popup} />}
      {macros.length > 0 && <div className="composer-macros">{macros.map((macro, index) => <span key={index} className="chip chip-accent"><IconBolt size={12} /><span>{macro.name}</span><button type="button" aria-label={t('macro.drop', { name: macro.name })} onClick={() => setMacros(macros.filter((_, other) => other !== index))}>×</button></span>)}</div>}
      <FileList uploads={files.uploads} onRemove={files.remove} />
      <div className="composer-foot">
        {editor && <FormatBar editor={editor} />}
        <ActionIcon size="md" aria-label={t('reply.attach')} title={t('reply.attach')} onClick={() => picker.current?.click()}><IconPaperclip size={17} stroke={1.7} /></ActionIcon>
        <AssistantButton ticketId={ticket.id} editor={editor} />
        <ActionIcon size="md" aria-label={t('reply.macro')} title={`${t('reply.macro')} (/)`} onClick={() => editor?.chain().focus('end').insertContent('/').run()}><IconBolt size={17} stroke={1.7} /></ActionIcon>
        <input ref={picker} type="file" multiple hidden aria-label={t('reply.attach')} onChange={(event) => { if (event.target.files) files.add(event.target.files); event.target.value = ''; }} />
        <span className="grow" />
        <Button.Group>
          <Button size="xs" color={isPublic ? undefined : 'yellow'} className={isPublic ? '' : 'composer-note-send'} leftSection={isPublic ? <IconSend size={15} /> : <IconLock size={15} />} loading={busy} title="Ctrl+Enter" onClick={() => void post({})}>{isPublic ? t('reply.send') : t('reply.add_note')}</Button>
          <Menu position="top-end" width={280}>
            <Menu.Target><Button size="xs" px={7} className={isPublic ? 'composer-split' : 'composer-note-send'} aria-label={t('reply.more')}><IconChevronDown size={15} /></Button></Menu.Target>
            <Menu.Dropdown>
              <Menu.Item rightSection={<kbd>Ctrl+Shift+↵</kbd>} onClick={() => void post({ status: 'closed' })}>{t('reply.send_close')}</Menu.Item>
              <Menu.Label>{t('reply.send_snooze')}</Menu.Label>
              <SnoozeItems onChoose={(time) => void post({ status: 'snoozed', snooze_datetime: time })} />
            </Menu.Dropdown>
          </Menu>
        </Button.Group>
      </div>
      {over && <div className="composer-drop">{t('upload.drop')}</div>}
      {guard && <SendGuard guard={guard} onClose={() => { setGuard(null); editor?.commands.focus(); }} />}
      <TypingSignal editor={editor} ticketId={ticket.id} isPublic={isPublic} />
    </div>
  );
}

function macroText(macro: Macro): string {
  const text = macro.actions.find((action) => action.name === 'setResponseText')?.arguments.body_text;
  return typeof text === 'string' ? text.slice(0, 90) : '';
}

/** Tells the others that somebody writes here; stops when the box is empty or left. */
function TypingSignal({ editor, ticketId, isPublic }: { editor: Editor | null; ticketId: number; isPublic: boolean }) {
  useEffect(() => {
    if (!editor || !isPublic) return undefined;
    let on = false;
    const tell = () => {
      const now = !editor.isEmpty;
      if (now !== on) desk.send({ type: 'typing', ticket_id: ticketId, on: now });
      on = now;
    };
    editor.on('update', tell);
    // The server forgets after eight seconds who does not say so again.
    const again = setInterval(() => { if (on && editor.isFocused) desk.send({ type: 'typing', ticket_id: ticketId, on: true }); }, 4000);
    return () => { clearInterval(again); editor.off('update', tell); if (on) desk.send({ type: 'typing', ticket_id: ticketId, on: false }); };
  }, [editor, ticketId, isPublic]);
  return null;
}
