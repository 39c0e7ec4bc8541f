/** Fan-out: one thread gives every connection the newest frame that it can take. */
@NullMarked
package io.framelog.viewer.live;

import org.jspecify.annotations.NullMarked;
