/** Live streams: one thread sends every client the newest frame that the client can take. */
@NullMarked
package io.framelog.viewer.live;

import org.jspecify.annotations.NullMarked;
