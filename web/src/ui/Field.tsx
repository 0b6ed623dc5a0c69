import { Eye, EyeOff } from 'lucide-react';
import { useId, useState, type ComponentProps } from 'react';
import { IconButton } from './Button.tsx';
import styles from './Field.module.css';

interface Props extends Omit<ComponentProps<'input'>, 'id' | 'className'> {
  label: string;
  hint?: string;
}

/** A labelled input. A password gets a button that shows what was typed. */
export function Field({ label, hint, type = 'text', ...rest }: Props) {
  const id = useId();
  const [visible, setVisible] = useState(false);
  const secret = type === 'password';
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <div className={styles.control}>
        <input
          id={id}
          type={secret && visible ? 'text' : type}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
          {...rest}
        />
        {secret && (
          <IconButton
            label={visible ? 'Hide password' : 'Show password'}
            className={styles.reveal}
            onClick={() => setVisible(!visible)}
          >
            {visible ? <EyeOff aria-hidden size={20} /> : <Eye aria-hidden size={20} />}
          </IconButton>
        )}
      </div>
      {hint !== undefined && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}
