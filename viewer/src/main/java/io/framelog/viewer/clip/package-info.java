/** Clips: parts of a stream as files. */
@NullMarked
package io.framelog.viewer.clip;

import org.jspecify.annotations.NullMarked;
