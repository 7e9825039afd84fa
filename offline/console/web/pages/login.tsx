import type { JSX } from "preact";
import { useSearch } from "wouter-preact";
import { basePath } from "../base-path";
import { useLanguage } from "../i18n/language";
import { Field } from "../parts/controls";
import { Mark } from "../parts/shell";

/** The login form: posted by the browser itself, so that it can keep the password. */
export function LoginPage(): JSX.Element {
  const { t } = useLanguage();
  const error = new URLSearchParams(useSearch()).get("error");
  document.title = `${t.login.title} · ${t.appName}`;
  return (
    <main class="login">
      <form method="post" action={`${basePath}/auth`} class="card">
        <p class="brand">
          <Mark /> {t.appName}
        </p>
        <h1>{t.login.title}</h1>
        {error !== null && (
          <p class="problem" role="alert">
            {error === "busy" ? t.login.busy : t.login.failed}
          </p>
        )}
        <Field label={t.login.user}>
          {(attributes) => (
            <input {...attributes} name="username" autocomplete="username" required autofocus />
          )}
        </Field>
        <Field label={t.login.password}>
          {(attributes) => (
            <input
              {...attributes}
              name="password"
              type="password"
              autocomplete="current-password"
              required
            />
          )}
        </Field>
        <button type="submit" class="button primary">
          {t.login.submit}
        </button>
      </form>
    </main>
  );
}
