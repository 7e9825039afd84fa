import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { Redirect, Route, Router, Switch, useRoute } from "wouter-preact";
import type { Cluster } from "../server/contract";
import { useQuery } from "./api/use-query";
import { basePath } from "./base-path";
import {
  type Language,
  languageContext,
  preferredLanguage,
  speech,
  useLanguage,
} from "./i18n/language";
import { Empty, Failure, Skeleton } from "./parts/states";
import { Shell } from "./parts/shell";
import { BrokersPage } from "./pages/brokers";
import { CreateTopicPage } from "./pages/create-topic";
import { GroupPage } from "./pages/group";
import { GroupsPage } from "./pages/groups";
import { LoginPage } from "./pages/login";
import { OverviewPage } from "./pages/overview";
import { TopicPage } from "./pages/topic";
import { TopicsPage } from "./pages/topics";
import { pages } from "./routes";

const clusterRefresh = 10_000;
const storageKey = "kafka-console.language";

/** The page, in the chosen language. */
export function App(): JSX.Element {
  const [language, setLanguage] = useState(() =>
    preferredLanguage(localStorage.getItem(storageKey), navigator.languages),
  );
  document.documentElement.lang = language;
  const value = useMemo(
    () =>
      speech(language, (chosen: Language) => {
        localStorage.setItem(storageKey, chosen);
        setLanguage(chosen);
      }),
    [language],
  );
  return (
    <languageContext.Provider value={value}>
      <Router base={basePath}>
        <Switch>
          <Route path="/auth" component={LoginPage} />
          <Route path="/login" component={LoginPage} />
          <Route>
            <Console />
          </Route>
        </Switch>
      </Router>
    </languageContext.Provider>
  );
}

function Console(): JSX.Element {
  const clusters = useQuery<Cluster[]>("/api/clusters", clusterRefresh);
  const authorization = useQuery<{ userInfo?: object }>("/api/authorization");
  const [, parameters] = useRoute<{ cluster: string }>("/ui/clusters/:cluster/*?");
  const all = clusters.data ?? [];
  const cluster = parameters ? all.find(({ name }) => name === parameters.cluster) : all[0];
  return (
    <Shell clusters={all} cluster={cluster} hasLogin={authorization.data?.userInfo !== undefined}>
      {clusters.data === undefined ? (
        clusters.error ? (
          <Failure error={clusters.error} retry={clusters.reload} />
        ) : (
          <Skeleton />
        )
      ) : cluster ? (
        <Views cluster={cluster} />
      ) : (
        <NotFound />
      )}
    </Shell>
  );
}

function Views({ cluster }: { cluster: Cluster }): JSX.Element {
  const base = "/ui/clusters/:cluster";
  const { name } = cluster;
  return (
    <Switch>
      <Route path="/ui">
        <Redirect to={pages.overview(name)} replace />
      </Route>
      <Route path={base}>
        <OverviewPage cluster={cluster} />
      </Route>
      <Route path={`${base}/all-topics`}>
        <TopicsPage cluster={cluster} />
      </Route>
      <Route path={`${base}/all-topics/create-new-topic`}>
        <CreateTopicPage cluster={cluster} />
      </Route>
      <Route path={`${base}/all-topics/:topic/:view?`}>
        {({ topic, view }) => (
          <TopicPage key={topic} cluster={cluster} topic={topic ?? ""} view={view ?? "overview"} />
        )}
      </Route>
      <Route path={`${base}/consumer-groups`}>
        <GroupsPage cluster={cluster} />
      </Route>
      <Route path={`${base}/consumer-groups/:group`}>
        {({ group }) => <GroupPage key={group} cluster={cluster} group={group} />}
      </Route>
      <Route path={`${base}/brokers`}>
        <BrokersPage cluster={cluster} />
      </Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}

/** Shown for an unknown URL. */
export function NotFound(): JSX.Element {
  const { t } = useLanguage();
  return (
    <Empty title="404" hint={t.states.notFound}>
      <a class="button" href={`${basePath}/ui`}>
        {t.states.toOverview}
      </a>
    </Empty>
  );
}
