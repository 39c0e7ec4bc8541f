package io.framelog.localkafka;

/**
 * A broker that has become ready. Immutable.
 *
 * @param process its process, which may have ended since then
 * @param port the clients' port
 * @param version Kafka's version
 */
record RunningBroker(BrokerProcess process, int port, String version) {}
