/** Replays: clients that are shown a stream out of the log, each at a place and pace of its own. */
@NullMarked
package io.framelog.viewer.replay;

import org.jspecify.annotations.NullMarked;
