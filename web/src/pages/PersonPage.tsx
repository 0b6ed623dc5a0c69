import { isMissing, messageOf } from '../api/errors.ts';
import emptyArt from '../assets/prints/seaweed.svg';
import { Feed } from '../feed/Feed.tsx';
import { Avatar } from '../people/Avatar.tsx';
import { useMe, useProfile } from '../people/usePeople.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Page } from '../ui/Page.tsx';
import { NotFoundPage } from './NotFoundPage.tsx';
import styles from './PersonPage.module.css';

interface Props {
  id: string;
  onPost: () => void;
}

/** One person and their pictures: to themselves with the private ones. */
export function PersonPage({ id, onPost }: Props) {
  const profile = useProfile(id);
  const isMe = useMe().data?.id === id;
  if (isMissing(profile.error)) return <NotFoundPage what="person" />;
  const name = profile.data?.username ?? '';
  return (
    <Page
      title={name || 'Profile'}
      heading={
        <span className={styles.person}>
          <Avatar id={id} name={name} large />
          <span className={styles.name}>{name || 'Profile'}</span>
        </span>
      }
    >
      {profile.isError && (
        <Notice kind="error">
          <p>{messageOf(profile.error)}</p>
          <Button onClick={() => void profile.refetch()}>Try again</Button>
        </Notice>
      )}
      <p className={styles.about}>{profile.data?.bio || (isMe ? 'Your pictures, the private ones too.' : '')}</p>
      <Feed
        creator={id}
        label={name ? `Pictures by ${name}` : 'Pictures'}
        empty={
          isMe ? (
            <EmptyState art={emptyArt} title="You have no pictures yet">
              <p>What you post shows up here. Private pictures are shown only to you.</p>
              <Button look="primary" onClick={onPost}>
                Post a picture
              </Button>
            </EmptyState>
          ) : (
            <EmptyState art={emptyArt} title="No public pictures">
              <p>{name || 'This person'} has not posted a picture that you can see.</p>
            </EmptyState>
          )
        }
      />
    </Page>
  );
}
