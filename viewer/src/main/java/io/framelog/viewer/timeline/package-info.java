/** Timelines: when a stream has frames, gaps and events, found without reading all of the log. */
@NullMarked
package io.framelog.viewer.timeline;

import org.jspecify.annotations.NullMarked;
