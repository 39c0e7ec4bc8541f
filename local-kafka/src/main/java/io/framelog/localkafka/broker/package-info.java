/** The broker's side: what runs in the child JVM with Kafka on its class path, and what both sides agree on. */
@NullMarked
package io.framelog.localkafka.broker;

import org.jspecify.annotations.NullMarked;
