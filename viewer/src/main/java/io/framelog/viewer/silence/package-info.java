/** Tells of publishers that were killed, or cannot be heard for another reason, by events in Kafka. */
@NullMarked
package io.framelog.viewer.silence;

import org.jspecify.annotations.NullMarked;
