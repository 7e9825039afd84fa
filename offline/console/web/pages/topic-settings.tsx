import type { JSX } from "preact";
import type { TopicConfig } from "../../server/contract";
import { clusterUrl } from "../api/client";
import { useParameters } from "../api/use-parameters";
import { useQuery } from "../api/use-query";
import { useLanguage } from "../i18n/language";
import { SearchField } from "../parts/controls";
import { Badge } from "../parts/layout";
import { Empty, Loaded } from "../parts/states";
import { Table } from "../parts/table";

/** The settings of a topic: the value and source of each. */
export function SettingsView({ cluster, topic }: { cluster: string; topic: string }): JSX.Element {
  const { t } = useLanguage();
  const [parameters, change] = useParameters();
  const search = parameters.get("q") ?? "";
  const changedOnly = parameters.get("changed") === "true";
  const configs = useQuery<TopicConfig[]>(clusterUrl(cluster, ["topics", topic, "config"]));
  const isShown = ({ name, source }: TopicConfig) =>
    name.includes(search.toLowerCase()) && (!changedOnly || source === "DYNAMIC_TOPIC_CONFIG");
  return (
    <>
      <div class="toolbar">
        <SearchField
          label={t.settings.search}
          value={search}
          onChange={(text) => change({ q: text })}
        />
        <label class="check">
          <input
            type="checkbox"
            checked={changedOnly}
            onChange={(event) =>
              change({ changed: event.currentTarget.checked ? "true" : undefined })
            }
          />
          {t.settings.changedOnly}
        </label>
      </div>
      <Loaded query={configs} lines={10}>
        {(data) => {
          const rows = data.filter(isShown).sort((a, b) => (a.name < b.name ? -1 : 1));
          return rows.length === 0 ? (
            <Empty icon="search" title={t.settings.none} hint={t.settings.noneHint} />
          ) : (
            <Table
              caption={t.topic.settings}
              rows={rows}
              rowKey={({ name }) => name}
              columns={[
                { title: t.settings.name, cell: ({ name }) => <span class="mono">{name}</span> },
                {
                  title: t.settings.value,
                  cell: ({ value, isSensitive }) => (
                    <span class="mono wrap">{isSensitive ? "••••" : value || "–"}</span>
                  ),
                },
                {
                  title: t.settings.standard,
                  isMinor: true,
                  cell: ({ defaultValue }) => (
                    <span class="mono wrap faint">
                      {defaultValue === "" ? "–" : (defaultValue ?? "–")}
                    </span>
                  ),
                },
                {
                  title: t.settings.source,
                  cell: ({ source }) => (
                    <Badge tone={source === "DYNAMIC_TOPIC_CONFIG" ? "accent" : "plain"}>
                      {t.settings.sources[source]}
                    </Badge>
                  ),
                },
              ]}
            />
          );
        }}
      </Loaded>
    </>
  );
}
