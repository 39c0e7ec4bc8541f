/** Tests of the whole viewer: as a command, as a process, and with a real Kafka. */
@NullMarked
package io.framelog.viewer;

import org.jspecify.annotations.NullMarked;
