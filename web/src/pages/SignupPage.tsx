import { Link, useSearch } from 'wouter';
import art from '../assets/prints/ginkgo.svg';
import { api, session } from '../services.ts';
import { announce } from '../ui/announce.ts';
import { Field } from '../ui/Field.tsx';
import { AccountForm } from './AccountForm.tsx';
import { AccountPage } from './AccountPage.tsx';

const SHORTEST_PASSWORD = 8;

/** Creating an account; the new person is logged in at once. */
export function SignupPage() {
  const search = useSearch();
  return (
    <AccountPage title="Create an account" heading="Create an account" art={art}>
      <AccountForm submit="Create an account" busy="Creating your account…" onSubmit={signUp}>
        <Field
          label="Username"
          name="username"
          hint="Letters, digits, dots, hyphens and underscores. Everyone sees it beside your pictures."
          maxLength={64}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
        />
        <Field label="Email" name="email" type="email" autoComplete="email" required />
        <Field
          label="Password"
          name="password"
          type="password"
          hint={`At least ${SHORTEST_PASSWORD} characters.`}
          minLength={SHORTEST_PASSWORD}
          autoComplete="new-password"
          required
        />
      </AccountForm>
      <p>
        You have an account? <Link href={search === '' ? '/login' : `/login?${search}`}>Log in</Link>
      </p>
    </AccountPage>
  );
}

async function signUp({ username = '', email = '', password = '' }: Record<string, string>): Promise<void> {
  await api.register(username.trim(), email.trim(), password);
  session.begin(await api.login(username.trim(), password));
  announce(`Welcome, ${username.trim()}.`);
}
