/** Knows in which streams something moves now, by the events of whoever finds it. */
@NullMarked
package io.framelog.viewer.motion;

import org.jspecify.annotations.NullMarked;
