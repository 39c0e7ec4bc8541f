package io.framelog.localkafka;

/**
 * A broker that was ready. Immutable.
 *
 * @param process its process, which may have ended since
 * @param port the clients' port
 * @param version Kafka's version
 */
record RunningBroker(BrokerProcess process, int port, String version) {}
