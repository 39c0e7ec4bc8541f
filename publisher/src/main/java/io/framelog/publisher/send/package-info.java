/** From a frame to Kafka: the queue between the two worlds, the producer, topics and status. */
@NullMarked
package io.framelog.publisher.send;

import org.jspecify.annotations.NullMarked;
