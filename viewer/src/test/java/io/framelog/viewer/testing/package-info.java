/** Helpers that the viewer's tests share. */
@NullMarked
package io.framelog.viewer.testing;

import org.jspecify.annotations.NullMarked;
