/** Events of streams, sent to clients as Server-Sent Events. */
@NullMarked
package io.framelog.viewer.events;

import org.jspecify.annotations.NullMarked;
