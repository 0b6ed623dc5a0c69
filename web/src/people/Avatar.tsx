import { cx } from '../ui/cx.ts';
import styles from './Avatar.module.css';
import { initialOf, toneOf } from './tone.ts';

interface Props {
  id: string;
  name: string;
  large?: boolean;
}

/** The first letter of a name, on a tone that is always the same for the same person. */
export function Avatar({ id, name, large = false }: Props) {
  return (
    <span aria-hidden className={cx(styles.avatar, styles[`tone${toneOf(id)}`], large && styles.large)}>
      {initialOf(name)}
    </span>
  );
}
