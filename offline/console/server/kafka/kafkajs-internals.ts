import BrokerClass from "kafkajs/src/broker";
import createConnectionPools from "kafkajs/src/cluster/connectionPoolBuilder";
import { createLogger } from "kafkajs/src/loggers";
import createSocketFactory from "kafkajs/src/network/socketFactory";
import EncoderClass from "kafkajs/src/protocol/encoder";
import DecoderClass from "kafkajs/src/protocol/decoder";
import { requests } from "kafkajs/src/protocol/requests";
import type { KafkaConfig } from "kafkajs";

// kafkajs supports only consumers in groups; the console reads from any offset, without a group, and asks for
// hundreds of topics at once. The parts that can do this are internal to kafkajs 2.2.4, and typed here.

/** A request of Kafka's protocol, and how to parse its response. */
export interface Exchange<Response> {
  readonly request: {
    readonly apiKey: number;
    readonly apiVersion: number;
    readonly apiName: string;
    readonly encode: () => Promise<Encoder>;
  };
  readonly response: {
    readonly decode: (data: Buffer) => Promise<Response>;
    /** Throws the error that the response reports. */
    readonly parse: (response: Response) => Promise<Response>;
  };
}

/** Writes the types of Kafka's protocol. */
export interface Encoder {
  writeNullableArray(items: unknown[] | null): Encoder;
}

/** Reads the types of Kafka's protocol. */
export interface Decoder {
  /** The current position. */
  readonly offset: number;
  forward(bytes: number): void;
  readInt8(): number;
  readInt16(): number;
  readInt32(): number;
  readInt64(): { toString(): string };
  readString(): string;
  readBoolean(): boolean;
  readBytes(size: number): Buffer | null;
  readVarInt(): number;
  readVarLong(): { toString(): string };
  readVarIntBytes(): Buffer | null;
  readVarIntString(): string | null;
  readVarIntArray<Item>(item: (decoder: Decoder) => Item): Item[];
  readArray<Item>(item: (decoder: Decoder) => Item): Item[];
}

/** A connection to one broker. */
export interface BrokerConnection {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  isConnected(): boolean;
  readonly connectionPool: { send<Response>(exchange: Exchange<Response>): Promise<Response> };
  /** The request in the latest version that both sides support. */
  lookupRequest(apiKey: number, definition: object): (request: object) => object;
}

interface Address {
  readonly host: string;
  readonly port: number;
}

/** Connects to brokers; without an address, to the configured ones in turn. */
export function brokerConnections(
  config: KafkaConfig,
): (address?: Address) => Promise<BrokerConnection> {
  const logger = createLogger({ logCreator: () => () => undefined });
  const pools = createConnectionPools({
    socketFactory: config.socketFactory ?? createSocketFactory(),
    brokers: config.brokers,
    ssl: config.ssl,
    sasl: config.sasl,
    clientId: config.clientId,
    connectionTimeout: config.connectionTimeout,
    requestTimeout: config.requestTimeout,
    enforceRequestTimeout: true,
    maxInFlightRequests: null,
    logger,
    reauthenticationThreshold: 10000,
  });
  return async (address) => {
    const connectionPool = await pools.build(address);
    for (const each of connectionPool.pool) connectOnce(each);
    const options = { connectionPool, logger, allowAutoTopicCreation: false };
    const broker = new BrokerClass(options) as unknown as BrokerConnection;
    try {
      await broker.connect();
    } catch (error) {
      // The socket may be open even if a later step failed.
      await broker.disconnect().catch(() => undefined);
      throw error;
    }
    return broker;
  };
}

/** kafkajs opens a socket for each of two requests that find none, and leaks the first. */
function connectOnce(connection: { connect(): Promise<unknown> }): void {
  const connect = connection.connect.bind(connection);
  let opening: Promise<unknown> | undefined;
  connection.connect = () =>
    (opening ??= connect().finally(() => {
      opening = undefined;
    }));
}

export const newEncoder = (): Encoder => new EncoderClass() as unknown as Encoder;
export const newDecoder = (data: Buffer): Decoder => new DecoderClass(data) as unknown as Decoder;

/** kafkajs' own form of a Metadata request, version 5, for all topics or those named. */
export function metadataExchange(topics: readonly string[]): Exchange<unknown> {
  return requests.Metadata.protocol({ version: 5 })({
    topics: [...topics],
    allowAutoTopicCreation: false,
  }) as Exchange<unknown>;
}

/**
 * kafkajs' own form of a request whose response has an error code for each item asked about. kafkajs
 * throws the first error and discards the other results; here the caller handles them.
 */
export function exchangeWithCodes<Response>(
  name: Exclude<keyof typeof requests, "Metadata" | "Fetch">,
  version: number,
  request: object,
): Exchange<Response> {
  const exchange = requests[name].protocol({ version })(request) as Exchange<Response>;
  const { decode } = exchange.response;
  return {
    request: exchange.request,
    response: { decode, parse: (response) => Promise.resolve(response) },
  };
}
