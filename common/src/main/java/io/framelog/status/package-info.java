/** The status of streams, and its compacted topic in Kafka. */
@NullMarked
package io.framelog.status;

import org.jspecify.annotations.NullMarked;
