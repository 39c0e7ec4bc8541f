/** Tests of the events that clients get. */
@NullMarked
package io.framelog.viewer.events;

import org.jspecify.annotations.NullMarked;
