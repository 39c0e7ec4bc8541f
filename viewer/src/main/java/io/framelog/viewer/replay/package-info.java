/** Replays: each client is shown a stream from the log at its own place and speed, and becomes live at the end. */
@NullMarked
package io.framelog.viewer.replay;

import org.jspecify.annotations.NullMarked;
