import { LogOut, Plus } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { personPath } from '../paths.ts';
import { session } from '../services.ts';
import { announce } from '../ui/announce.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { Avatar } from './Avatar.tsx';
import styles from './MyActions.module.css';
import { useMe } from './usePeople.ts';

interface Props {
  onPost: () => void;
}

/** The header's right side for somebody who is logged in. */
export function MyActions({ onPost }: Props) {
  const { data: me } = useMe();
  const [, navigate] = useLocation();
  const logOut = () => {
    navigate('/');
    session.end();
    announce('You are logged out.');
  };
  return (
    <>
      <Button look="primary" onClick={onPost} aria-haspopup="dialog">
        <Plus aria-hidden size={20} />
        <span>Post</span>
      </Button>
      {me !== undefined && (
        <Link href={personPath(me.id)} className={styles.me} aria-label={`Your page, ${me.username}`} title={me.username}>
          <Avatar id={me.id} name={me.username} />
          <span className={styles.name}>{me.username}</span>
        </Link>
      )}
      <IconButton label="Log out" onClick={logOut}>
        <LogOut aria-hidden size={20} />
      </IconButton>
    </>
  );
}
