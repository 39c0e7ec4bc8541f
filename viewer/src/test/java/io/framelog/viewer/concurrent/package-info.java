/** Tests of the limits on work. */
@NullMarked
package io.framelog.viewer.concurrent;

import org.jspecify.annotations.NullMarked;
