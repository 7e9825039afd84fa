// Types of the parts we use of kafkajs 2.2.4's internal modules, which have none.
declare module "kafkajs/src/admin" {
  import type { Admin } from "kafkajs";
  export default function createAdmin(options: object): Admin;
}
declare module "kafkajs/src/cluster" {
  import type { KafkaConfig } from "kafkajs";
  interface BrokerConnection {
    readonly connectionPool: { send(exchange: object): Promise<unknown> };
  }
  export default class Cluster {
    constructor(options: KafkaConfig & { allowAutoTopicCreation: boolean; logger: object });
    refreshMetadata(): Promise<void>;
    metadata(request?: { topics: string[] }): Promise<{
      readonly brokers: readonly { readonly nodeId: number; readonly rack: string | null }[];
    }>;
    findControllerBroker(): Promise<BrokerConnection>;
    findBroker(broker: { nodeId: string }): Promise<BrokerConnection>;
  }
}
declare module "kafkajs/src/loggers" {
  export function createLogger(options: object): object;
}
declare module "kafkajs/src/network/requestQueue" {
  export default class RequestQueue {
    readonly pending: readonly object[];
    /** In milliseconds since 1970. */
    readonly throttledUntil: number;
    constructor(options: { logger: object });
    scheduleCheckPendingRequests: (this: RequestQueue) => void;
    fulfillRequest(response: { correlationId: number; payload: Buffer; size: number }): void;
  }
}
declare module "kafkajs/src/network/socketFactory" {
  import type { ISocketFactory } from "kafkajs";
  export default function create(): ISocketFactory;
}
declare module "kafkajs/src/producer" {
  import type { Producer } from "kafkajs";
  export default function createProducer(options: object): Producer;
}
declare module "kafkajs/src/protocol/encoder" {
  export default class Encoder {
    writeInt8(value: number): this;
    writeInt32(value: number): this;
    writeString(value: string | null): this;
    writeBoolean(value: boolean): this;
    writeArray(items: readonly unknown[]): this;
  }
}
declare module "kafkajs/src/protocol/decoder" {
  export default class Decoder {
    constructor(data: Buffer);
    readInt8(): number;
    readInt16(): number;
    readInt32(): number;
    readInt64(): { toString(): string };
    readString(): string | null;
    readBoolean(): boolean;
    readArray<Item>(item: (decoder: Decoder) => Item): Item[];
  }
}
declare module "kafkajs/src/protocol/error" {
  import type { KafkaJSProtocolError } from "kafkajs";
  export function createErrorFromCode(code: number): KafkaJSProtocolError;
}
