import emptyArt from '../assets/prints/fern.svg';
import { Feed } from '../feed/Feed.tsx';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Page } from '../ui/Page.tsx';

interface Props {
  onPost: () => void;
}

/** Everybody's pictures, and one's own, newest first. */
export function FeedPage({ onPost }: Props) {
  return (
    <Page title="Latest pictures" heading="Latest pictures">
      <Feed
        creator={null}
        label="Latest pictures"
        empty={
          <EmptyState art={emptyArt} title="No pictures yet">
            <p>Nobody has posted here. The first picture could be yours.</p>
            <Button look="primary" onClick={onPost}>
              Post a picture
            </Button>
          </EmptyState>
        }
      />
    </Page>
  );
}
