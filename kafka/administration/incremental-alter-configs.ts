import type { ConfigResourceTypes } from "kafkajs";
import Encoder from "kafkajs/src/protocol/encoder";
import { type Exchange, exchange } from "./exchange";

/** Settings to change on one topic or broker; all others stay as they are. */
export interface ConfigChange {
  readonly type: ConfigResourceTypes.TOPIC | ConfigResourceTypes.BROKER;
  /** The topic's name, or the broker's id. */
  readonly name: string;
  /** New values by setting; undefined removes the setting. */
  readonly set: Readonly<Record<string, string | undefined>>;
}

/** The result of one change. */
export interface ConfigAnswer {
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly name: string;
}

const operation = { set: 0, delete: 1 };

/** IncrementalAlterConfigs, version 0 (KIP-339): https://kafka.apache.org/protocol#The_Messages_IncrementalAlterConfigs */
export function incrementalAlterConfigs(
  changes: readonly ConfigChange[],
): Exchange<ConfigAnswer[]> {
  return exchange(
    { apiKey: 44, apiVersion: 0, apiName: "IncrementalAlterConfigs" },
    (encoder) => encoder.writeArray(changes.map(encodeChange)).writeBoolean(false),
    (decoder) => {
      decoder.readInt32(); // Throttle time.
      return decoder.readArray((each) => {
        const [errorCode, errorMessage] = [each.readInt16(), each.readString()];
        each.readInt8();
        return { errorCode, errorMessage, name: each.readString() ?? "" };
      });
    },
  );
}

function encodeChange({ type, name, set }: ConfigChange): Encoder {
  const settings = Object.entries(set).map(([setting, value]) =>
    new Encoder()
      .writeString(setting)
      .writeInt8(value === undefined ? operation.delete : operation.set)
      .writeString(value ?? null),
  );
  return new Encoder().writeInt8(type).writeString(name).writeArray(settings);
}
