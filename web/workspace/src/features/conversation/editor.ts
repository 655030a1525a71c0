// The rich text editor's parts: mentions on @ (notes), macros on /, variables lit up. No styles are injected: the policy forbids it.
import { Extension, type Editor } from '@tiptap/core';
import Image from '@tiptap/extension-image';
import Mention from '@tiptap/extension-mention';
import Placeholder from '@tiptap/extension-placeholder';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import StarterKit from '@tiptap/starter-kit';
import Suggestion, { type SuggestionOptions, type SuggestionProps } from '@tiptap/suggestion';

export type Choice = { id: number; label: string; hint?: string };
export type Popup = { kind: 'mention' | 'macro'; items: Choice[]; at: number; rect: DOMRect | null; choose: (choice: Choice) => void };

/** Where the editor asks for choices and shows them. */
export type Triggers = {
  mentions: (query: string) => Choice[];
  macros: (query: string) => Promise<Choice[]> | Choice[];
  mayMention: () => boolean;
  onMacro: (choice: Choice, editor: Editor) => void;
  popup: () => Popup | null;
  setPopup: (popup: Popup | null) => void;
};

function popupRender(kind: Popup['kind'], triggers: Triggers): NonNullable<SuggestionOptions<Choice>['render']> {
  const show = (props: SuggestionProps<Choice>, at: number) => triggers.setPopup({
    kind, items: props.items, at: Math.min(at, Math.max(0, props.items.length - 1)), rect: props.clientRect?.() ?? null, choose: (choice) => props.command(choice as never),
  });
  let last: SuggestionProps<Choice> | null = null;
  return () => ({
    onStart: (props) => { last = props; show(props, 0); },
    onUpdate: (props) => { last = props; show(props, triggers.popup()?.at ?? 0); },
    onExit: () => triggers.setPopup(null),
    onKeyDown: ({ event }) => {
      const popup = triggers.popup();
      if (!popup || !last) return false;
      if (event.key === 'Escape') { triggers.setPopup(null); return true; }
      if (!popup.items.length) return false;
      if (event.key === 'ArrowDown') { show(last, (popup.at + 1) % popup.items.length); return true; }
      if (event.key === 'ArrowUp') { show(last, (popup.at - 1 + popup.items.length) % popup.items.length); return true; }
      if ((event.key === 'Enter' && !event.ctrlKey && !event.metaKey) || event.key === 'Tab') { popup.choose(popup.items[popup.at]!); return true; }
      return false;
    },
  });
}

const variables = Extension.create({
  name: 'variables',
  addProseMirrorPlugins() {
    return [new Plugin({
      key: new PluginKey('variables'),
      props: {
        decorations(state) {
          const found: Decoration[] = [];
          state.doc.descendants((node, position) => {
            if (!node.isText || !node.text) return;
            for (const match of node.text.matchAll(/\{\{[^{}]*\}\}/g)) {
              found.push(Decoration.inline(position + match.index, position + match.index + match[0].length, { class: 'variable' }));
            }
          });
          return DecorationSet.create(state.doc, found);
        },
      },
    })];
  },
});

export function extensions(triggers: Triggers, placeholder: () => string) {
  return [
    StarterKit.configure({ heading: false, link: { openOnClick: false, autolink: true, protocols: ['http', 'https', 'mailto', 'tel'] } }),
    Image.configure({ inline: true }),
    Placeholder.configure({ placeholder }),
    Mention.configure({
      HTMLAttributes: { class: 'mention' },
      suggestion: {
        char: '@',
        allow: () => triggers.mayMention(),
        items: ({ query }) => triggers.mentions(query) as never,
        render: popupRender('mention', triggers) as never,
      },
    }),
    Extension.create({
      name: 'macros',
      addProseMirrorPlugins() {
        return [Suggestion<Choice>({
          editor: this.editor,
          char: '/',
          pluginKey: new PluginKey('macros'),
          items: ({ query }) => triggers.macros(query) as never,
          command: ({ editor, range, props }) => {
            editor.chain().focus().deleteRange(range).run();
            triggers.onMacro(props as never, editor);
          },
          render: popupRender('macro', triggers),
        })];
      },
    }),
    variables,
  ];
}

/** Ids of the people mentioned, each once. */
export function mentionsIn(editor: Editor): number[] {
  const ids = new Set<number>();
  editor.state.doc.descendants((node) => { if (node.type.name === 'mention') ids.add(Number(node.attrs.id)); });
  return [...ids];
}
