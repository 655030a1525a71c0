import { t } from '@peakdesk/shared/i18n';
import { Avatar } from '../../ui/parts';
import type { Popup } from './editor';

/** Choices above the caret; the editor keeps the focus and tells which one is on. */
export function SuggestPopup({ popup }: { popup: Popup }) {
  const left = Math.min(popup.rect?.left ?? 0, innerWidth - 340);
  const bottom = innerHeight - (popup.rect?.top ?? 0) + 6;
  return (
    <div className="suggest" style={{ left: Math.max(8, left), bottom }}>
      <ul role="listbox" aria-label={t(popup.kind === 'macro' ? 'reply.macro' : 'reply.mention')}>
        {popup.items.map((item, index) => (
          <li key={item.id} role="option" aria-selected={index === popup.at} onMouseDown={(event) => { event.preventDefault(); popup.choose(item); }}>
            {popup.kind === 'mention' && <Avatar name={item.label} size="s" />}
            <span className="clip"><strong>{item.label}</strong>{item.hint && <span className="muted small clip suggest-hint">{item.hint}</span>}</span>
          </li>
        ))}
      </ul>
      {popup.items.length === 0 && <p className="muted small">{t(popup.kind === 'macro' ? 'macro.none' : 'search.nothing')}</p>}
    </div>
  );
}
