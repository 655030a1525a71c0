import { t } from '@peakdesk/shared/i18n';
import { ActionIcon } from '@mantine/core';
import { IconBlockquote, IconBold, IconItalic, IconLink, IconList, IconListNumbers } from '@tabler/icons-react';
import { useEditorState, type Editor } from '@tiptap/react';

export function FormatBar({ editor }: { editor: Editor }) {
  const on = useEditorState({
    editor,
    selector: ({ editor: now }) => ({ bold: now.isActive('bold'), italic: now.isActive('italic'), list: now.isActive('bulletList'), numbers: now.isActive('orderedList'), quote: now.isActive('blockquote'), link: now.isActive('link') }),
  });
  const setLink = () => {
    if (on.link) { editor.chain().focus().unsetLink().run(); return; }
    const address = prompt(t('format.link_address'), 'https://');
    if (!address || !/^(https?:|mailto:|tel:)/i.test(address)) return;
    if (editor.state.selection.empty) editor.chain().focus().insertContent({ type: 'text', text: address, marks: [{ type: 'link', attrs: { href: address } }] }).run();
    else editor.chain().focus().setLink({ href: address }).run();
  };
  const buttons = [
    { name: 'bold', icon: <IconBold size={16} />, run: () => editor.chain().focus().toggleBold().run() },
    { name: 'italic', icon: <IconItalic size={16} />, run: () => editor.chain().focus().toggleItalic().run() },
    { name: 'list', icon: <IconList size={16} />, run: () => editor.chain().focus().toggleBulletList().run() },
    { name: 'numbers', icon: <IconListNumbers size={16} />, run: () => editor.chain().focus().toggleOrderedList().run() },
    { name: 'quote', icon: <IconBlockquote size={16} />, run: () => editor.chain().focus().toggleBlockquote().run() },
    { name: 'link', icon: <IconLink size={16} />, run: setLink },
  ] as const;
  return (
    <div className="format" role="toolbar" aria-label={t('format.title')}>
      {buttons.map((button) => (
        <ActionIcon key={button.name} size="md" variant={on[button.name] ? 'light' : 'subtle'} aria-pressed={on[button.name]} aria-label={t(`format.${button.name}`)} title={t(`format.${button.name}`)} onMouseDown={(event) => event.preventDefault()} onClick={button.run}>{button.icon}</ActionIcon>
      ))}
    </div>
  );
}
