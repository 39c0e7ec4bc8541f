/** Access to Kafka: consumers, the threads that use them, and how records become frames. */
@NullMarked
package io.framelog.viewer.kafka;

import org.jspecify.annotations.NullMarked;
