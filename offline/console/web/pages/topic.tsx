import type { JSX } from "preact";
import { Link } from "wouter-preact";
import type { Cluster, Topic } from "../../server/contract";
import { clusterUrl } from "../api/client";
import { useQuery } from "../api/use-query";
import { useLanguage } from "../i18n/language";
import { Icon } from "../parts/icons";
import { Badge, Page, Tabs } from "../parts/layout";
import { Empty, Loaded } from "../parts/states";
import { pages } from "../routes";
import { MessagesView } from "./messages";
import { ProduceView } from "./produce";
import { TopicGroupsView } from "./topic-groups";
import { TopicOverview } from "./topic-overview";
import { SettingsView } from "./topic-settings";

const refresh = 5000;

interface TopicPageProps {
  readonly cluster: Cluster;
  readonly topic: string;
  readonly view: string;
}

/** One topic, in several views. */
export function TopicPage({ cluster, topic: name, view }: TopicPageProps): JSX.Element {
  const { t } = useLanguage();
  const topic = useQuery<Topic>(clusterUrl(cluster.name, ["topics", name]), refresh);
  const isWritable = !cluster.readOnly && topic.data?.internal === false;
  return (
    <Page
      title={name}
      heading={
        <>
          <span class="mono">{name}</span>
          {topic.data?.internal && <Badge>{t.topic.internal}</Badge>}
        </>
      }
      above={{ title: t.topics, href: pages.topics(cluster.name) }}
      actions={
        isWritable &&
        view !== "produce" && (
          <Link href={pages.produce(cluster.name, name)} class="button primary">
            <Icon name="send" /> {t.topic.produce}
          </Link>
        )
      }
    >
      <Tabs
        label={name}
        tabs={[
          { title: t.topic.overview, href: pages.topic(cluster.name, name) },
          { title: t.topic.messages, href: pages.messages(cluster.name, name) },
          { title: t.topic.consumers, href: pages.topicGroups(cluster.name, name) },
          { title: t.topic.settings, href: pages.topicSettings(cluster.name, name) },
        ]}
      />
      <Loaded query={topic}>{(data) => viewOf(view, cluster, data, t.states.notFound)}</Loaded>
    </Page>
  );
}

function viewOf(view: string, cluster: Cluster, topic: Topic, notFound: string): JSX.Element {
  switch (view) {
    case "overview":
      return <TopicOverview cluster={cluster.name} topic={topic} />;
    case "messages":
      return <MessagesView cluster={cluster.name} topic={topic} />;
    case "produce":
      return <ProduceView cluster={cluster} topic={topic} />;
    case "consumer-groups":
      return <TopicGroupsView cluster={cluster.name} topic={topic.name} />;
    case "settings":
      return <SettingsView cluster={cluster.name} topic={topic.name} />;
    default:
      return <Empty title="404" hint={notFound} />;
  }
}
