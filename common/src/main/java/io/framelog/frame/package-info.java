/** Frames, streams and images. */
@NullMarked
package io.framelog.frame;

import org.jspecify.annotations.NullMarked;
