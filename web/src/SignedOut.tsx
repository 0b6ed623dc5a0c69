import { Redirect, Route, Switch, useLocation } from 'wouter';
import { Frame } from './layout/Frame.tsx';
import { FrontPage } from './pages/FrontPage.tsx';
import { LoginPage } from './pages/LoginPage.tsx';
import { NotFoundPage } from './pages/NotFoundPage.tsx';
import { SignupPage } from './pages/SignupPage.tsx';
import { PERSON_PATH, PICTURE_PATH } from './paths.ts';
import { loginFor } from './session/next.ts';
import { ButtonLink } from './ui/Button.tsx';

const LOG_IN = <ButtonLink href="/login">Log in</ButtonLink>;
const SIGN_UP = <ButtonLink href="/signup">Sign up</ButtonLink>;

interface Props {
  /** The session ended without anybody logging out. */
  ended: boolean;
}

/** The pages of somebody who is not logged in. */
export function SignedOut({ ended }: Props) {
  const [path] = useLocation();
  const throughLogin = <Redirect to={loginFor(path)} replace />;
  return (
    <Frame actions={path === '/login' ? SIGN_UP : LOG_IN}>
      <Switch>
        <Route path="/">{ended ? throughLogin : <FrontPage />}</Route>
        <Route path="/login">
          <LoginPage ended={ended} />
        </Route>
        <Route path="/signup">
          <SignupPage />
        </Route>
        <Route path={PICTURE_PATH}>{throughLogin}</Route>
        <Route path={PERSON_PATH}>{throughLogin}</Route>
        <Route>
          <NotFoundPage />
        </Route>
      </Switch>
    </Frame>
  );
}
