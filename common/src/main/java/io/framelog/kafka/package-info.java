/** Frames in Kafka: the record, the topic, the clients' settings. */
@NullMarked
package io.framelog.kafka;

import org.jspecify.annotations.NullMarked;
