import { useRef, useState, type ReactNode, type SubmitEvent } from 'react';
import { messageOf } from '../api/errors.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import styles from './AccountForm.module.css';

interface Props {
  submit: string;
  busy: string;
  /** Gets the fields by name. What it throws is shown above the button. */
  onSubmit: (fields: Record<string, string>) => Promise<void>;
  children: ReactNode;
}

/** The form of the log-in and sign-up pages: sends once, says what went wrong, keeps what was typed. */
export function AccountForm({ submit, busy, onSubmit, children }: Props) {
  const [error, setError] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const underway = useRef(false);

  const send = async (form: HTMLFormElement) => {
    if (underway.current) return;
    underway.current = true;
    setSending(true);
    setError(null);
    try {
      await onSubmit(fieldsOf(form));
    } catch (fault) {
      setError(messageOf(fault));
    } finally {
      underway.current = false;
      setSending(false);
    }
  };
  const onFormSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    void send(event.currentTarget);
  };
  return (
    <form className={styles.form} onSubmit={onFormSubmit}>
      {children}
      {error !== null && (
        <Notice kind="error">
          <p>{error}</p>
        </Notice>
      )}
      <Button type="submit" look="primary" className={styles.submit} aria-disabled={sending}>
        {sending ? busy : submit}
      </Button>
    </form>
  );
}

function fieldsOf(form: HTMLFormElement): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') fields[name] = value;
  return fields;
}
