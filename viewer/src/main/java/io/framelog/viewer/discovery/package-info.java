/** Discovery: finds the streams of the log, and their newest frames. */
@NullMarked
package io.framelog.viewer.discovery;

import org.jspecify.annotations.NullMarked;
