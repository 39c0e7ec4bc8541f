/** Finds the streams that the log has, and their newest frames. */
@NullMarked
package io.framelog.viewer.discovery;

import org.jspecify.annotations.NullMarked;
