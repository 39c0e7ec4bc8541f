/** Tells receivers outside of Framelog of events: each one at least once, in order, and without waiting for another. */
@NullMarked
package io.framelog.viewer.notify;

import org.jspecify.annotations.NullMarked;
