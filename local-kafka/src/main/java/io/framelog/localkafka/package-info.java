/** A real single-node Apache Kafka in its own JVM, for tests and for the command {@code local-kafka}. */
@NullMarked
package io.framelog.localkafka;

import org.jspecify.annotations.NullMarked;
