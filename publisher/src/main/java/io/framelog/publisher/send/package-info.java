/** Sends frames to Kafka: the queue between capturing and sending, the producer, the topics, status and events. */
@NullMarked
package io.framelog.publisher.send;

import org.jspecify.annotations.NullMarked;
