import { Redirect, Route, Switch, useSearch } from 'wouter';
import { Frame } from './layout/Frame.tsx';
import { FeedPage } from './pages/FeedPage.tsx';
import { NotFoundPage } from './pages/NotFoundPage.tsx';
import { PersonPage } from './pages/PersonPage.tsx';
import { PicturePage } from './pages/PicturePage.tsx';
import { PERSON_PATH, PICTURE_PATH } from './paths.ts';
import { MyActions } from './people/MyActions.tsx';
import { PostDialog } from './post/PostDialog.tsx';
import { usePost } from './post/usePost.ts';
import { nextFrom } from './session/next.ts';

/** The pages of somebody who is logged in. */
export function SignedIn() {
  const search = useSearch();
  const post = usePost();
  const onward = <Redirect to={nextFrom(search)} replace />;
  return (
    <Frame actions={<MyActions onPost={post.open} />}>
      <Switch>
        <Route path="/">
          <FeedPage onPost={post.open} />
        </Route>
        <Route path={PICTURE_PATH}>{({ id = '' }) => <PicturePage key={id} id={id.toLowerCase()} />}</Route>
        <Route path={PERSON_PATH}>{({ id = '' }) => <PersonPage key={id} id={id.toLowerCase()} onPost={post.open} />}</Route>
        <Route path="/login">{onward}</Route>
        <Route path="/signup">{onward}</Route>
        <Route>
          <NotFoundPage />
        </Route>
      </Switch>
      {post.isOpen && (
        <PostDialog file={post.file} onFile={post.setFile} onBusy={post.setBusy} onClose={post.close} />
      )}
    </Frame>
  );
}
