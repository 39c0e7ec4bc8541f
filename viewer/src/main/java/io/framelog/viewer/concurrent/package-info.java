/** Bounds on work that is under way at a time. */
@NullMarked
package io.framelog.viewer.concurrent;

import org.jspecify.annotations.NullMarked;
