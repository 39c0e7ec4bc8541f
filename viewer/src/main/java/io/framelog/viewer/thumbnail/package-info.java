/** Small versions of frames. */
@NullMarked
package io.framelog.viewer.thumbnail;

import org.jspecify.annotations.NullMarked;
