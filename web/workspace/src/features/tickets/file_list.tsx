import { fileSize, t } from '@peakdesk/shared/i18n';
import { Progress } from '@mantine/core';
import { IconPaperclip, IconX } from '@tabler/icons-react';
import type { Upload } from '../conversation/uploads';

/** Files being uploaded or ready to go with a message. */
export function FileList({ uploads, onRemove }: { uploads: Upload[]; onRemove: (key: number) => void }) {
  if (!uploads.length) return null;
  return (
    <ul className="files composer-files">
      {uploads.map((one) => (
        <li key={one.key} className="file"><IconPaperclip size={15} /><span className="clip"><span className="file-name clip">{one.name}</span><span className="muted small">{fileSize(one.size)}</span></span>
          {!one.file && <Progress value={one.share * 100} size="xs" w={50} aria-label={t('upload.progress', { name: one.name })} />}
          <button type="button" className="file-x" aria-label={t('upload.remove', { name: one.name })} onClick={() => onRemove(one.key)}><IconX size={14} /></button></li>
      ))}
    </ul>
  );
}
