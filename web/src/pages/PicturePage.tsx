import { useQuery } from '@tanstack/react-query';
import { isMissing, messageOf } from '../api/errors.ts';
import { Picture } from '../picture/Picture.tsx';
import { PictureCaption } from '../picture/PictureCaption.tsx';
import { useNeighbours } from '../picture/useNeighbours.ts';
import { useProfile } from '../people/usePeople.ts';
import { api } from '../services.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Page } from '../ui/Page.tsx';
import { absolute } from '../ui/time.ts';
import { NotFoundPage } from './NotFoundPage.tsx';
import styles from './PicturePage.module.css';

interface Props {
  id: string;
}

/** One picture, as large as the screen allows. */
export function PicturePage({ id }: Props) {
  const media = useQuery({ queryKey: ['media', id], queryFn: ({ signal }) => api.media(id, signal) });
  const neighbours = useNeighbours(id);
  const title = useTitle(neighbours.item?.creator, neighbours.item?.createdAt);
  if (isMissing(media.error)) return <NotFoundPage what="picture" />;
  return (
    <Page title={title} heading={title} headingHidden>
      <figure className={styles.figure}>
        <div className={styles.mat}>
          {media.data !== undefined && (
            <Picture url={media.data} alt={title} fit="whole" onRetry={() => void media.refetch()} />
          )}
          {media.isPending && (
            <div role="status" className={styles.loading}>
              Loading the picture…
            </div>
          )}
          {media.isError && (
            <Notice kind="error">
              <p>{messageOf(media.error)}</p>
              <Button onClick={() => void media.refetch()}>Try again</Button>
            </Notice>
          )}
        </div>
        <PictureCaption neighbours={neighbours} />
      </figure>
    </Page>
  );
}

function useTitle(creator: string | undefined, createdAt: Date | undefined): string {
  const { data } = useProfile(creator ?? '', creator !== undefined);
  if (data === undefined || createdAt === undefined) return 'Picture';
  return `Picture by ${data.username}, ${absolute(createdAt)}`;
}
