/** Where in the log a stream has frames, gaps and events, found without reading all of it. */
@NullMarked
package io.framelog.viewer.timeline;

import org.jspecify.annotations.NullMarked;
