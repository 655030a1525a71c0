import { t } from '@peakdesk/shared/i18n';
import { useState } from 'react';
import { fieldTexts, problemText } from './parts';
import { toast } from './toasts';

/** Runs a saving call; keeps what the server said about each field (`errors.form` for the rest). */
export function useSave() {
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const run = async (work: () => Promise<unknown>, said: string | null = t('common.saved')): Promise<boolean> => {
    setBusy(true);
    setErrors({});
    try {
      await work();
      if (said) toast(said);
      return true;
    } catch (error) {
      const fields = fieldTexts(error);
      setErrors({ ...fields, form: problemText(error) });
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, errors, run };
}
