import type { OpenConnection, Probe } from '../connections/connection-service';
import { ClouditiaClient } from './clouditia-client';
import type { ClouditiaNet } from './clouditia-net';

/** As patient as Clouditia's own client. */
export function connectClouditia(net: ClouditiaNet, { baseUrl, key }: OpenConnection): ClouditiaClient {
  return new ClouditiaClient(net, { url: baseUrl, apiKey: key, requestTimeoutMs: 60_000, createTimeoutMs: 90_000 });
}

export const probeClouditia =
  (net: ClouditiaNet): Probe =>
  async (connection, signal) => {
    const { userName, email } = await connectClouditia(net, connection).verify(signal);
    return { account: userName ?? email };
  };
