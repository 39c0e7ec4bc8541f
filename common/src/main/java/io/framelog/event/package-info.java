/** Events of streams, and their topic in Kafka. */
@NullMarked
package io.framelog.event;

import org.jspecify.annotations.NullMarked;
