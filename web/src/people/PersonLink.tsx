import { Link } from 'wouter';
import { personPath } from '../paths.ts';
import { Avatar } from './Avatar.tsx';
import styles from './PersonLink.module.css';
import { useProfile } from './usePeople.ts';

interface Props {
  id: string;
}

/** Somebody's avatar and name; leads to their page. */
export function PersonLink({ id }: Props) {
  const { data, isError } = useProfile(id);
  const name = data?.username ?? (isError ? 'Somebody' : '');
  return (
    <Link href={personPath(id)} className={styles.person}>
      <Avatar id={id} name={name} />
      <span className={styles.name}>{name === '' ? <span className="visually-hidden">Loading the name</span> : name}</span>
    </Link>
  );
}
