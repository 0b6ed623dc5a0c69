import art from '../assets/prints/dandelion.svg';
import { ButtonLink } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Page } from '../ui/Page.tsx';

interface Props {
  what?: 'page' | 'picture' | 'person';
}

const REASONS = {
  page: 'No page has this address. It may have been mistyped.',
  picture: 'It does not exist, or it is private and somebody else’s.',
  person: 'Nobody here has this address.',
};

/** For addresses that lead nowhere, and for what may not be seen: which of both is nobody's business. */
export function NotFoundPage({ what = 'page' }: Props) {
  return (
    <Page title="Not found" heading="Not found" headingHidden>
      <EmptyState art={art} title={`There is no such ${what}`}>
        <p>{REASONS[what]}</p>
        <ButtonLink href="/" look="primary">
          Go to the front page
        </ButtonLink>
      </EmptyState>
    </Page>
  );
}
