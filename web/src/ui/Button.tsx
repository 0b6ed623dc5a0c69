import type { ComponentProps } from 'react';
import { Link } from 'wouter';
import styles from './Button.module.css';
import { cx } from './cx.ts';

type Look = 'primary' | 'quiet' | 'plain';

interface ButtonProps extends ComponentProps<'button'> {
  look?: Look;
}

/** A button in the site's look. `type` is `button` unless said otherwise. */
export function Button({ look = 'quiet', type = 'button', className, ...rest }: ButtonProps) {
  return <button type={type} className={cx(styles.button, styles[look], className)} {...rest} />;
}

interface LinkProps {
  href: string;
  look?: Look;
  className?: string;
  children: React.ReactNode;
}

/** A link that looks like a button: it goes somewhere and does nothing else. */
export function ButtonLink({ href, look = 'quiet', className, children }: LinkProps) {
  return (
    <Link href={href} className={cx(styles.button, styles[look], className)}>
      {children}
    </Link>
  );
}

interface IconButtonProps extends ComponentProps<'button'> {
  /** Read out, and shown as a tooltip. */
  label: string;
}

/** A square button that holds only an icon. */
export function IconButton({ label, className, ...rest }: IconButtonProps) {
  return <button type="button" aria-label={label} title={label} className={cx(styles.icon, className)} {...rest} />;
}
