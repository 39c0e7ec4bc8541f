/** The channel: one WebSocket for everything that a window of the page shows. */
@NullMarked
package io.framelog.viewer.channel;

import org.jspecify.annotations.NullMarked;
