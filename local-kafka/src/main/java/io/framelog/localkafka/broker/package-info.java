/** The code of the child JVM, which has Kafka on its class path, and what both JVMs share. */
@NullMarked
package io.framelog.localkafka.broker;

import org.jspecify.annotations.NullMarked;
