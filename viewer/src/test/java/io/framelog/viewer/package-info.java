/** Tests of the viewer as a whole: its command, its process, and with a real Kafka. */
@NullMarked
package io.framelog.viewer;

import org.jspecify.annotations.NullMarked;
