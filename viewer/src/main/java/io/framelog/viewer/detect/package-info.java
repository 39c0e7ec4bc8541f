/** The command {@code viewer detect}: finds motion in streams and files. */
@NullMarked
package io.framelog.viewer.detect;

import org.jspecify.annotations.NullMarked;
