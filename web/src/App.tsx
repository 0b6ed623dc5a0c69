import { SignedIn } from './SignedIn.tsx';
import { SignedOut } from './SignedOut.tsx';
import { useSession } from './session/useSession.ts';
import { Announcer } from './ui/Announcer.tsx';

/** The site: one half of it for those who are logged in, one for everybody else. */
export function App() {
  const state = useSession();
  return (
    <>
      {state.status === 'in' ? <SignedIn key={state.token} /> : <SignedOut ended={state.ended} />}
      <Announcer />
    </>
  );
}
