import { Link, useSearch } from 'wouter';
import { ApiError } from '../api/errors.ts';
import art from '../assets/prints/leaf.svg';
import { api, session } from '../services.ts';
import { nextFrom } from '../session/next.ts';
import { Field } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { AccountForm } from './AccountForm.tsx';
import { AccountPage } from './AccountPage.tsx';

interface Props {
  /** The session ended without anybody logging out. */
  ended: boolean;
}

/** Logging in; leads to where one wanted to go. */
export function LoginPage({ ended }: Props) {
  const search = useSearch();
  const wanted = nextFrom(search) !== '/';
  return (
    <AccountPage title="Log in" heading="Log in" art={art}>
      {ended && <Notice kind="info">Your session has ended. Log in again to go on where you were.</Notice>}
      {!ended && wanted && <Notice kind="info">Log in to see this page.</Notice>}
      <AccountForm submit="Log in" busy="Logging in…" onSubmit={logIn}>
        <Field label="Username" name="username" autoComplete="username" autoCapitalize="none" spellCheck={false} required />
        <Field label="Password" name="password" type="password" autoComplete="current-password" required />
      </AccountForm>
      <p>
        New here? <Link href={search === '' ? '/signup' : `/signup?${search}`}>Create an account</Link>
      </p>
    </AccountPage>
  );
}

async function logIn({ username = '', password = '' }: Record<string, string>): Promise<void> {
  try {
    session.begin(await api.login(username, password));
  } catch (error) {
    if (error instanceof ApiError && error.failure === 'unauthorized') {
      throw new ApiError('unauthorized', 'This username and password do not belong together.');
    }
    throw error;
  }
}
