/** Receives the frames of the streams that somebody watches. */
@NullMarked
package io.framelog.viewer.receiving;

import org.jspecify.annotations.NullMarked;
