import { ButtonLink } from '../ui/Button.tsx';
import { Page } from '../ui/Page.tsx';
import styles from './FrontPage.module.css';
import { PRINTS } from './prints.ts';

/** What somebody sees who is not logged in. It is the same on every load: nothing moves, and nothing is fetched. */
export function FrontPage() {
  return (
    <div className={styles.front}>
      <div className={styles.words}>
        <Page title="Share a picture" heading="The lightest way to share a picture.">
          <p className={styles.lead}>
            A yoctogram is 10<sup>−24</sup> of a gram, less than a hydrogen atom. Posting here weighs about as
            much: choose a picture, say who may see it, done.
          </p>
          <div className={styles.ways}>
            <ButtonLink href="/signup" look="primary">
              Create an account
            </ButtonLink>
            <ButtonLink href="/login">Log in</ButtonLink>
          </div>
        </Page>
      </div>
      <div className={styles.wall} aria-hidden>
        {PRINTS.map(({ name, art }) => (
          <img key={name} src={art} alt="" width={400} height={500} className={styles.print} />
        ))}
      </div>
    </div>
  );
}
