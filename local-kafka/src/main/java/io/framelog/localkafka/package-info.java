/** A real single-node Apache Kafka in a JVM of its own: for tests, and as the command {@code local-kafka}. */
@NullMarked
package io.framelog.localkafka;

import org.jspecify.annotations.NullMarked;
