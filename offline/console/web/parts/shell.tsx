import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import type { Cluster } from "../../server/contract";
import { basePath } from "../base-path";
import { catalogues, type Language, useLanguage } from "../i18n/language";
import { pages } from "../routes";
import { applyTheme, storedTheme, type Theme, themes } from "../theme";
import { Icon, type IconName } from "./icons";
import { Badge } from "./layout";

interface ShellProps {
  readonly clusters: readonly Cluster[];
  readonly cluster: Cluster | undefined;
  readonly hasLogin: boolean;
  readonly children: ComponentChildren;
}

/** The frame of every view: navigation, cluster, language and theme. */
export function Shell({ clusters, cluster, hasLogin, children }: ShellProps): JSX.Element {
  const { t } = useLanguage();
  return (
    <div class="shell">
      <a class="skip" href="#content">
        {t.skipToContent}
      </a>
      <div class="side">
        <Link href="/ui" class="brand">
          <Mark /> {t.appName}
        </Link>
        {cluster && (
          <>
            <ClusterChoice clusters={clusters} cluster={cluster} />
            <Navigation cluster={cluster.name} />
          </>
        )}
        <Preferences hasLogin={hasLogin} />
      </div>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

/** The logo: three lines that merge into one, a stream. */
export function Mark(): JSX.Element {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" />
      <path d="M7 10h5c5 0 4 6 9 6h4M7 16h18M7 22h5c5 0 4-6 9-6" />
    </svg>
  );
}

function ClusterChoice({
  clusters,
  cluster,
}: {
  clusters: readonly Cluster[];
  cluster: Cluster;
}): JSX.Element {
  const { t } = useLanguage();
  const [, navigate] = useLocation();
  return (
    <div class="cluster">
      {clusters.length > 1 ? (
        <select
          aria-label={t.cluster}
          value={cluster.name}
          onChange={(event) => navigate(pages.overview(event.currentTarget.value))}
        >
          {clusters.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      ) : (
        <span class="cluster-name">{cluster.name}</span>
      )}
      <span class="cluster-state">
        <Badge tone={cluster.status === "online" ? "good" : "bad"}>
          {cluster.status === "online" ? t.online : t.offline}
        </Badge>
        {cluster.readOnly && (
          <Badge>
            <Icon name="lock" /> {t.readOnly}
          </Badge>
        )}
      </span>
    </div>
  );
}

function Navigation({ cluster }: { cluster: string }): JSX.Element {
  const { t } = useLanguage();
  const [location] = useLocation();
  const links: readonly [IconName, string, string][] = [
    ["overview", t.overview, pages.overview(cluster)],
    ["topics", t.topics, pages.topics(cluster)],
    ["consumers", t.consumersShort, pages.groups(cluster)],
    ["brokers", t.brokers, pages.brokers(cluster)],
  ];
  const here = links.findLast(([, , href]) => location.startsWith(href));
  return (
    <nav class="main-nav" aria-label={t.navigation}>
      {links.map(([icon, title, href]) => (
        <Link key={href} href={href} aria-current={href === here?.[2] ? "page" : undefined}>
          <Icon name={icon} /> {title}
        </Link>
      ))}
    </nav>
  );
}

function Preferences({ hasLogin }: { hasLogin: boolean }): JSX.Element {
  const { t, language, choose } = useLanguage();
  const [theme, setTheme] = useState(storedTheme);
  return (
    <div class="preferences">
      <select
        aria-label={t.chooseLanguage}
        value={language}
        onChange={(event) => choose(event.currentTarget.value as Language)}
      >
        {Object.entries(catalogues).map(([code, catalogue]) => (
          <option key={code} value={code}>
            {catalogue.language}
          </option>
        ))}
      </select>
      <select
        aria-label={t.chooseTheme}
        value={theme}
        onChange={(event) => {
          const chosen = event.currentTarget.value as Theme;
          applyTheme(chosen);
          setTheme(chosen);
        }}
      >
        {themes.map((each) => (
          <option key={each} value={each}>
            {t.themes[each]}
          </option>
        ))}
      </select>
      {hasLogin && (
        <form method="post" action={`${basePath}/logout`}>
          <button type="submit" class="button quiet">
            {t.logOut}
          </button>
        </form>
      )}
    </div>
  );
}
