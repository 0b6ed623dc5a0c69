import { Globe, Lock } from 'lucide-react';
import type { Privacy } from '../api/api.ts';
import styles from './PrivacyChoice.module.css';

interface Props {
  value: Privacy;
  onChange: (value: Privacy) => void;
  disabled: boolean;
}

const CHOICES = [
  { value: 'public', Icon: Globe, label: 'Public', text: 'Everyone with an account sees it.' },
  { value: 'private', Icon: Lock, label: 'Private', text: 'Only you see it.' },
] as const;

/** Who may see the picture. */
export function PrivacyChoice({ value, onChange, disabled }: Props) {
  return (
    <fieldset className={styles.choice} disabled={disabled}>
      <legend>Who may see it?</legend>
      {CHOICES.map(({ value: own, Icon, label, text }) => (
        <label key={own} className={styles.option}>
          <input type="radio" name="privacy" value={own} checked={value === own} onChange={() => onChange(own)} />
          <Icon aria-hidden size={20} />
          <span className={styles.words}>
            <strong>{label}</strong>
            <span>{text}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
