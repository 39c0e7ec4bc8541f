/** Limits on work that runs at the same time. */
@NullMarked
package io.framelog.viewer.concurrent;

import org.jspecify.annotations.NullMarked;
